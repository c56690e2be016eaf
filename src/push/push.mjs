// The button that lets this browser show notifications. The form is sent as usual once the browser has agreed.
const form = document.querySelector('[data-push]');
if (form && 'serviceWorker' in navigator && 'PushManager' in window) {
  form.hidden = false;
  document.getElementById('push-needs').hidden = true;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    try {
      await navigator.serviceWorker.register('/push-worker.mjs');
      const worker = await navigator.serviceWorker.ready;
      const made = await worker.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: form.dataset.push});
      const {endpoint, keys} = made.toJSON();
      Object.entries({endpoint, ...keys}).forEach(([name, value]) => { form.elements[name].value = value; });
      form.submit();
    } catch {
      document.getElementById('push-denied').hidden = false;
    }
  });
}
