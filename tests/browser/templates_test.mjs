// An alert from a template to everybody without a script; and with one, an area that is drawn on the map.
import {accessible, check, phone, picture, scenario, someone, until} from './harness.mjs';

async function let_issue(page) {
  await page.goto('/admin/alerts');
  await page.getByLabel('Organization', {exact: true}).fill('@hospital');
  await page.getByLabel('Sender, as it stands in every alert').fill('alerts@larkspur.example');
  await page.getByLabel('A second person agrees').uncheck();
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByRole('button', {name: 'Take the right away'}).waitFor();
}

async function take_back(page) {
  await page.goto('/admin/alerts');
  await page.getByRole('button', {name: 'Take the right away'}).click();
  await until(async () => !await page.getByRole('button', {name: 'Take the right away'}).count(), 'the right is still there');
}

scenario('an alert is made of a template, placed on a map and issued by keyboard without scripts, and ended', async (page, context) => {
  await let_issue(page);
  const writer = await someone(context, 'hospital', {javaScriptEnabled: false, bypassCSP: false});
  await writer.goto('/alerts/desk');
  const press = async (locator, key = 'Enter') => {
    await locator.focus();
    await writer.keyboard.press(key);
  };
  await press(writer.getByRole('link', {name: 'Start from a template'}));
  await press(writer.getByRole('link', {name: 'Unsafe drinking water'}));
  await press(writer.getByLabel('العربية', {exact: true}), 'Space');
  for (const [blank, words] of [['Place', 'Larkspur'], ['Cause', 'a broken pipe'], ['Phone number for questions', '555-0100']]) {
    await writer.getByLabel(`${blank}, English`).focus();
    await writer.keyboard.type(words);
  }
  await writer.getByLabel('Cause, español').focus();
  await writer.keyboard.type('un tubo roto');
  await press(writer.getByRole('button', {name: 'Write the alert'}));
  await writer.getByRole('heading', {name: 'New alert', level: 1}).waitFor();
  check(await writer.getByLabel('Headline: what to do').first().inputValue() === 'Boil tap water in Larkspur before you drink it', 'the blank was not filled in');

  // The map of a state is reached through a list, and each outline is a checkbox.
  await press(writer.getByText('Choose on a map'));
  await writer.getByLabel('Map of').selectOption('US-OR');
  await press(writer.getByRole('button', {name: 'Show this map'}));
  await writer.waitForURL(/look=US-OR/);
  await press(writer.getByLabel('Jackson, Oregon', {exact: true}), 'Space');
  await writer.mouse.move(0, 0);
  const klamath = writer.locator('.pick label', {has: writer.getByLabel('Klamath, Oregon', {exact: true})}).locator('path');
  await klamath.scrollIntoViewIfNeeded();
  await klamath.click();
  await picture(writer, 'alert-map-1280');
  await press(writer.getByRole('button', {name: 'Save and look at it'}));
  await until(async () => await writer.getByRole('group', {name: 'Chosen places'}).getByRole('checkbox').count() === 2, 'both counties should be chosen');
  await writer.getByText('Push message').click();
  await picture(writer, 'alert-composed-1280');
  await press(writer.getByRole('button', {name: 'Issue now'}));
  await writer.waitForURL(/\/alerts\/\d+$/);
  await writer.getByRole('heading', {name: 'Boil tap water in Larkspur before you drink it', level: 1}).waitFor();
  await press(writer.getByRole('button', {name: 'End this alert'}));
  await writer.getByLabel('What changed', {exact: true}).fill('The water is clean.');
  await writer.getByLabel('Why', {exact: true}).fill('The pipe is mended.');
  await writer.getByRole('button', {name: 'Save and look at it'}).click();
  await writer.getByRole('button', {name: 'Issue now'}).click();
  await writer.waitForURL(/\/alerts\/\d+$/);
  await writer.context().close();
  await take_back(page);
}, {person: 'matron'});

scenario('an area is drawn on the map by its corners, and the desk is accessible at every width', async (page, context) => {
  await let_issue(page);
  const writer = await someone(context, 'hospital');
  await writer.goto('/alerts/desk');
  await writer.getByRole('link', {name: 'Start from a template'}).click();
  await accessible(writer, 'the templates');
  await writer.getByRole('link', {name: 'Air quality'}).click();
  await accessible(writer, 'the blanks of a template');
  for (const blank of ['Place', 'Cause', 'Emergency number']) await writer.getByLabel(`${blank}, English`).fill('Larkspur');
  await writer.getByRole('button', {name: 'Write the alert'}).click();
  await writer.getByText('Choose on a map').click();
  await writer.getByLabel('Map of').selectOption('US-OR');
  await writer.getByRole('button', {name: 'Show this map'}).click();
  await writer.getByRole('button', {name: 'Draw an area'}).click();
  const map = writer.locator('#pick');
  await map.scrollIntoViewIfNeeded();
  const box = await map.boundingBox();
  for (const [x, y] of [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6]]) await map.click({position: {x: box.width * x, y: box.height * y}});
  const corners = (await writer.locator('#polygon').inputValue()).split(' ');
  check(corners.length === 5 && corners[0] === corners[4], `not a closed outline: ${corners}`);
  await writer.getByLabel('Or an area of your own, in words').fill('Around the lake');
  await writer.locator('main').getByRole('button', {name: 'Save and look at it'}).click();
  await until(async () => await writer.getByText('Around the lake').count() > 0, 'the area is not in the preview');
  await accessible(writer, 'an alert being written');
  await writer.setViewportSize(phone);
  await writer.reload();
  check(await writer.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the desk is wider than a phone');
  await accessible(writer, 'an alert being written on a phone');
  await picture(writer, 'alert-composed-390');
  await writer.getByRole('button', {name: 'Delete draft'}).click();
  await writer.context().close();
  await take_back(page);
}, {person: 'matron'});
