/** Minutes between two pieces of news that people choose from; any other that was set by a program stays on offer. */
export const CADENCES: readonly number[] = [15, 30, 60, 120, 240];
export const USUAL_CADENCE = 60;
