import type { MailTheme } from '../settings/theme.ts';

/** The colours of one paper, as CSS: the site's own (apps/web/src/app.css), and neither pure white nor pure black. */
export interface Colours {
  sheet: string;
  raised: string;
  ink: string;
  soft: string;
  rule: string;
  strongRule: string;
  accent: string;
  /** Text on the accent. */
  onAccent: string;
}

export function lightColours({ accent }: Pick<MailTheme, 'accent'>): Colours {
  return {
    sheet: '#fbf9f3',
    raised: '#f3efe4',
    ink: '#1d1a16',
    soft: '#5c564b',
    rule: '#d5cebd',
    strongRule: '#1d1a16',
    accent,
    onAccent: readableOn(accent),
  };
}

export function darkColours({ accentOnDark }: Pick<MailTheme, 'accentOnDark'>): Colours {
  return {
    sheet: '#16140f',
    raised: '#201d17',
    ink: '#ebe6da',
    soft: '#b0a898',
    rule: '#3b362c',
    strongRule: '#8d8575',
    accent: accentOnDark,
    onAccent: readableOn(accentOnDark),
  };
}

/** The lighter or darker of our papers' colours, whichever has more contrast (WCAG 2.2, relative luminance). */
function readableOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // Contrast with #fbf9f3 (luminance 0.947) equals that with #1d1a16 (0.0105) at this luminance.
  return luminance > 0.196 ? '#1d1a16' : '#fbf9f3';
}
