// The data is on the device: there is nothing to draw before the browser has it.
export const ssr = false;
