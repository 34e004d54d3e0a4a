/**
 * Orders of the sample shop in each of its 104 whole weeks from 2023-01-01 on; the three days after them are left out.
 * Written down so that the start page can draw them before anything is made; a test holds them to the shop.
 */
export const SAMPLE_WEEKS: readonly number[] = [
	48, 63, 55, 50, 68, 53, 43, 46, 59, 68, 68, 95, 94, 110, 132, 132, 165, 177, 156, 193, 200, 165, 174, 148, 135, 142,
	145, 140, 135, 127, 117, 139, 139, 148, 115, 143, 160, 165, 192, 214, 232, 230, 247, 252, 332, 353, 380, 415, 366,
	412, 304, 269, 242, 249, 216, 209, 228, 232, 218, 217, 227, 247, 224, 280, 235, 287, 256, 312, 320, 349, 347, 312,
	324, 360, 330, 309, 319, 333, 291, 316, 283, 303, 289, 302, 281, 282, 294, 299, 308, 326, 312, 334, 377, 374, 372,
	390, 488, 472, 547, 539, 518, 546, 453, 437
];
