/** What the workspace of the sample shop is called, and its mapping: by this and the file its data is known. */
export const SAMPLE_NAME = 'Harbour Lane (sample)';
export const SAMPLE_FILE = 'harbour-lane-orders.csv';
