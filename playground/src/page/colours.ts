/** The colours of the page for canvases, which do not resolve the variables of styles. */
const resolved = new Map<string, string>();
const forget = (): void => resolved.clear();
addEventListener('themechange', forget);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', forget);

/** @param name of a variable in styles/palette.css, without the dashes */
export function colourOf(name: string): string {
  const known = resolved.get(name);
  if (known !== undefined) return known;
  const probe = document.createElement('i');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  resolved.set(name, color);
  return color;
}
