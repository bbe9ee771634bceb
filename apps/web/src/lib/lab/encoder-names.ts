/** Encoders that a page can train in minutes, of digits [28, 28, 1]. */
export const encoderNames = ['conv', 'wide-conv', 'mlp'] as const;

export type EncoderName = (typeof encoderNames)[number];

export const encoderWords: Record<EncoderName, string> = {
  conv: 'ConvNet, up to 96 channels',
  'wide-conv': 'ConvNet, up to 192 channels (slower)',
  mlp: 'Perceptron (quick, and little is gained)',
};
