// A care plan from both sides: the clinician writes it, the patient does it on a phone, help comes first where an answer asks for it.
import {accessible, check, desktop, facts, phone, picture, scenario, someone} from './harness.mjs';

async function looks(page, name, size, colorScheme) {
  await page.setViewportSize(size === 390 ? phone : desktop);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(wider <= 0, `${name} scrolls sideways by ${wider} px at ${size}`);
  await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
  await accessible(page, `${name}, ${size}, ${colorScheme}`);
  await picture(page, `${name}-${size}-${colorScheme}`);
}

const save = page => page.getByRole('button', {name: 'Save', exact: true}).click();

// An item by its form; `quickly` sends the same form without showing it.
async function adds(page, plan, kind, fields, quickly = true) {
  const address = `${plan}/items/new?kind=${kind}`;
  if (quickly) {
    const status = await page.evaluate(async ([address, fields]) => {
      const form = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html').querySelector('main form');
      const body = new URLSearchParams(new FormData(form));
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return (await fetch(form.getAttribute('action'), {method: 'POST', body})).status;
    }, [address, fields]);
    return check(status === 200, `${kind}: ${status}`);
  }
  await page.goto(address);
  for (const [name, value] of Object.entries(fields)) await page.locator(`main [name=${name}]`).fill(value);
  await save(page);
  await page.waitForURL(/\/plans\/\d+#i\d+$/);
}

scenario('a care plan: the clinician writes it, the patient does what stands first, both see it at once', async (page, context) => {
  const patient = await someone(context, 'patient', {viewport: phone});
  await patient.goto('/record');
  await patient.locator('[name=recipient]').fill('clinic');
  await patient.locator('[name=purpose]').selectOption('HOUTREACH');
  await patient.getByRole('button', {name: 'I agree'}).click();
  await patient.waitForURL(/saved=1/);

  await page.goto('/organizations/clinic/plans');
  await page.getByLabel('Patient\'s username').fill('neighbor');
  await page.getByLabel('Title').fill('Back on your feet');
  await page.getByRole('button', {name: 'Begin the plan'}).click();
  await page.getByText('Nobody by that name is a patient of yours here.').first().waitFor();
  await page.getByLabel('Patient\'s username').fill('patient');
  await page.getByRole('button', {name: 'Begin the plan'}).click();
  await page.waitForURL(/\/plans\/\d+$/);
  const plan = page.url().slice(facts.url.length);
  await adds(page, plan, 'goal', {text: 'Climb the stairs without a rest'});
  await adds(page, plan, 'task', {text: 'Walk to the river', note: 'Ten minutes are enough.'});
  await adds(page, plan, 'check_in', {link: 'phq-9', every_days: '14'});
  await adds(page, plan, 'measure', {link: 'blood_pressure', every_days: '1'});
  await adds(page, plan, 'measure', {link: 'weight', every_days: '7'});
  await adds(page, plan, 'medicine', {text: 'Blue tablet, with water', times: '8:00 20:00'}, false);
  await adds(page, plan, 'reading', {link: '/help-now', text: 'Where help is'});

  await patient.goto('/plans');
  await patient.getByRole('link', {name: 'Back on your feet'}).click();
  await patient.getByRole('heading', {name: 'To do today'}).waitFor();
  check(await patient.title() === 'Plan · Larkspur', 'the title tells what it is about');
  check(await patient.locator('main section').first().getAttribute('id') === 'today', 'what to do today does not stand first');
  await looks(patient, 'plans-mine', 390, 'light');
  const stream = page.waitForResponse(answer => new URL(answer.url()).pathname === `/live${plan}`);
  await page.goto(plan);
  await stream;
  await patient.locator('#today li', {hasText: 'Walk to the river'}).getByRole('button').click();
  await page.getByRole('link', {name: 'Something in this plan changed. Show it'}).waitFor();
  await patient.locator('#items li', {hasText: 'Walk to the river'}).getByText('Done', {exact: true}).waitFor();
  await patient.locator('#today').getByRole('button', {name: /^Taken/}).first().click();
  await patient.locator('#items').getByText(/^Taken: /).waitFor();

  for (const [value, second] of [['131', '86'], ['124', '82']]) {
    await patient.goto(`${plan}/measurements/blood_pressure`);
    await patient.getByLabel(/^Upper value/).fill(value);
    await patient.getByLabel(/^Lower value/).fill(second);
    await save(patient);
    await patient.getByRole('cell', {name: `${value}/${second} mmHg`}).waitFor();
  }
  await patient.getByLabel(/^Upper value/).fill('1280');
  await patient.getByLabel(/^Lower value/).fill('84');
  await save(patient);
  await patient.getByText('This value is not possible. Look at it again, and at its unit.').first().waitFor();
  await looks(patient, 'plans-measure', 390, 'dark');

  await patient.goto(`${plan}/check-ins/phq-9`);
  await looks(patient, 'plans-check-in', 390, 'light');
  for (const [number, words] of ['Several days', 'Several days', 'Nearly every day', 'Several days', 'Not at all', 'Several days', 'Not at all', 'Not at all', 'Several days'].entries())
    await patient.locator(`#answer_${number + 1}`).getByLabel(words, {exact: true}).check();
  await patient.getByRole('button', {name: 'Send the answers'}).click();
  await patient.getByRole('heading', {name: 'You are not alone with this'}).waitFor();
  check(await patient.locator('main section').first().getAttribute('id') === 'help', 'help does not stand first');
  await patient.getByText('A sum of 5 to 9 is called “mild”.', {exact: false}).waitFor();
  await picture(patient, 'plans-response-390');

  await page.goto(plan);
  await page.getByRole('heading', {name: 'An answer about self-harm is to be looked at first'}).waitFor();
  await page.locator('#items li', {hasText: 'Walk to the river'}).getByText('Done', {exact: true}).waitFor();
  await looks(page, 'plans-team-plan', 1280, 'light');
  await page.getByRole('link', {name: 'Show the answers'}).click();
  await page.getByRole('button', {name: 'We looked at it'}).click();
  await page.getByLabel('Comment').fill('We will call you this afternoon.');
  await page.getByRole('button', {name: 'Send', exact: true}).click();
  await patient.goto(plan);
  await patient.getByText('We will call you this afternoon.').waitFor();
  await patient.getByText('Seen by the team').waitFor();
  await patient.getByRole('button', {name: 'Hide weights and calories'}).click();
  await patient.getByRole('button', {name: 'Show weights and calories'}).waitFor();

  await page.goto('/organizations/clinic/recall');
  await page.getByLabel('Usernames, with spaces between').fill('patient');
  await page.getByLabel('Subject').fill('A check is due');
  await page.getByLabel('Message').fill('Please book a visit in the next weeks.');
  await picture(page, 'plans-recall-1280');
  await page.getByRole('button', {name: 'Send', exact: true}).click();
  await page.getByText('Sent to 1 person.').first().waitFor();

  await page.goto(`${plan}/settings`);
  await page.locator('[name=status]').selectOption('completed');
  await save(page);
  await page.waitForURL(/\/plans\/\d+$/);
  await patient.goto(plan);
  check(!await patient.getByRole('button', {name: /^Done/}).count(), 'a plan that ended asks for something');
  await patient.goto('/record');
  await patient.getByText(/a care plan/).first().waitFor();
  await patient.locator('form[action*="/withdraw"]').getByRole('button').first().click();
  await patient.waitForURL(/saved=1/);
  await patient.context().close();
}, {person: 'clinic'});
