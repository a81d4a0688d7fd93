/** Experiments, trials and runs. */
export {};
