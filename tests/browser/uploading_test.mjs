// A picture on its way from somebody's computer into a post, described for those who do not see it.
import {api, check, scenario} from './harness.mjs';

const file = new URL('../clients/red.png', import.meta.url).pathname;

for (const scripts of [true, false]) {
  const how = scripts ? 'with scripts' : 'without scripts';

  scenario(`a picture is uploaded, described and posted ${how}`, async page => {
    await page.goto('/new');
    await page.locator('#status').fill(`The new waiting room, ${how}`);
    const summary = page.locator('main summary', {hasText: 'Pictures, video or sound'});
    if (!await page.locator('#media').isVisible()) await summary.click();
    await page.locator('#media').setInputFiles(file);
    await page.getByRole('button', {name: 'Upload and describe'}).click();
    const description = page.getByLabel('Describe file 1 for people who do not see it');
    await description.waitFor();
    check(await page.locator('#status').inputValue() === `The new waiting room, ${how}`, 'what was written is gone');
    await description.fill('A red square, four steps wide');
    await page.locator('#composer .send button').last().click();
    const shown = page.locator('article', {hasText: `The new waiting room, ${how}`}).locator('img[alt="A red square, four steps wide"]');
    await shown.first().waitFor({state: 'attached'});
    await shown.first().scrollIntoViewIfNeeded();
    check(await shown.first().evaluate(image => image.decode().then(() => image.naturalWidth > 0)), 'the picture does not load');
    const me = await api('GET', '/api/v1/accounts/verify_credentials', 'patient');
    const [latest] = await api('GET', `/api/v1/accounts/${me.id}/statuses?only_media=true`, 'patient');
    check(latest.media_attachments[0].description === 'A red square, four steps wide', 'apps do not read the description');
  }, {person: 'patient', javaScriptEnabled: scripts});
}
