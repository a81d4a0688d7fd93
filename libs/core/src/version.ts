/** The version of Gradus; the images of its containers carry it as their tag. */
export const VERSION = '0.1.0';
