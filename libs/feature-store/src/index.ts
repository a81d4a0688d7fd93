/** Features declared once: ingested, read online, and joined into training sets. */
export {};
