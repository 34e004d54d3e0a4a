/** Said while files are held over the window. */
export const LET_GO = 'Let go to read it here';
