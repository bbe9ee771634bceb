/** Rows and columns of a digit's picture. */
export const sideOfDigit = 28;

export const pixelsOfDigit = sideOfDigit * sideOfDigit;
