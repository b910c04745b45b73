"""What overlaps, is cut or makes a page scroll sideways."""

CROSSING = """() => {
  const shown = (node) => node.getClientRects().length > 0;
  const box = (node) => node.getBoundingClientRect();
  const name = (node) => node.id || node.className.baseVal || node.className || node.tagName;
  const found = [];
  const blocks = ['main > section', '.where > *', '.chart', '.tile', '.map-tools > *',
    '.legend > *', '.tools button', '.sweep-grid > *', '.card-part', '.tabs button'];
  for (const selector of blocks) {
    const nodes = [...document.querySelectorAll(selector)].filter(shown);
    nodes.forEach((one, at) => nodes.slice(at + 1).forEach((other) => {
      const [a, b] = [box(one), box(other)];
      if (one.parentNode !== other.parentNode && selector !== '.chart') return;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
        found.push(`${selector}: ${name(one)} over ${name(other)}`);
    }));
  }
  for (const text of document.querySelectorAll('.drawing svg text, .small-chart svg text')) {
    if (!shown(text)) continue;
    const [a, b] = [box(text), box(text.ownerSVGElement)];
    const aside = a.left < b.left - 1 || a.right > b.right + 1;
    if (aside || a.top < b.top - 1 || a.bottom > b.bottom + 1)
      found.push(`cut: ${text.textContent} in ${name(text.closest('figure'))}`);
  }
  const words = 'h1, h2, h3, h4, dt, dd, button, label, figcaption p';
  for (const node of document.querySelectorAll(words)) {
    if (shown(node) && !node.closest('.unseen') && node.scrollWidth > node.clientWidth + 1
      && getComputedStyle(node).display !== 'inline')
      found.push(`too narrow: ${node.textContent.slice(0, 40)}`);
  }
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over > 0) found.push(`${over} pixels too wide`);
  return found;
}"""


def wrong_in(page):
    """Return what overlaps, is cut or makes the page scroll sideways."""
    return page.evaluate(CROSSING)
