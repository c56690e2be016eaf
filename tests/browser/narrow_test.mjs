// Every page in the narrowest window, as also somebody has it who enlarges a page four times: nothing is wider than it.
import {desk, everywhere, outside} from './addresses.mjs';
import {check, scenario} from './harness.mjs';

const narrowest = {width: 320, height: 256};

// What stands out of the window, unless a region of its own scrolls it.
const wider = page => page.evaluate(() => {
  const out = [...document.querySelectorAll('body *')].filter(each => {
    const {left, right, width} = each.getBoundingClientRect();
    return width > 1 && (right > innerWidth + 1 || left < -1) && each.checkVisibility() && !each.closest('.scroll,.tabs,.vh,.skip,svg');
  });
  return [document.documentElement.scrollWidth - innerWidth, ...out.slice(-2).map(each => each.outerHTML.slice(0, 140))];
});

for (const [who, pages] of [['patient', everywhere], [undefined, outside], ['matron', desk]]) {
  for (const locale of ['en', 'ar', 'es']) {
    scenario(`every page fits a window of 320 px: ${who ?? 'visitor'}, ${locale}`, async page => {
      const speak = async words => {
        await page.goto('/language');
        await Promise.all([page.waitForEvent('domcontentloaded'), page.locator(`button[value=${words}]`).click()]);
      };
      const faults = [];
      await speak(locale);
      try {
        for (const address of new Set(Object.values(pages))) {
          await page.goto(address);
          if (await page.getAttribute('html', 'lang') !== locale) faults.push(`${address} speaks another language`);
          const [by, ...out] = await wider(page);
          if (by > 0 || out.length) faults.push(`${address} is wider by ${by} px: ${out.join(' | ')}`);
          const covered = await page.evaluate(() => [...document.querySelectorAll('.top,.tabbar')].filter(each => ['fixed', 'sticky'].includes(getComputedStyle(each).position))
            .reduce((sum, each) => sum + each.getBoundingClientRect().height, 0));
          if (covered > 90) faults.push(`${address}: bars cover ${covered} px of ${narrowest.height}`);
        }
      } finally {
        await speak('en');
      }
      check(!faults.length, `${faults.length} faults:\n${faults.slice(0, 8).join('\n')}`);
    }, {viewport: narrowest, person: who, javaScriptEnabled: false});
  }
}
