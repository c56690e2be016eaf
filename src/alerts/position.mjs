// "Use where I am": asks the device, and puts a rounded answer into the form's fields. Sent only when the person adds it, or at once
// where the form says data-position="send": pressing the button asked for that.
const form = document.querySelector('form[data-position]');
const button = form.querySelector('button[type=button]'), told = form.querySelector('[role=alert]');

if (navigator.geolocation) {
  button.hidden = false;
  button.addEventListener('click', () => {
    told.hidden = button.disabled = true;
    navigator.geolocation.getCurrentPosition(({coords}) => {
      // As far as the chosen precision needs it, and no farther.
      const digits = form.elements.precision.value > 1 ? 2 : 3;
      for (const name of ['latitude', 'longitude']) form.elements[name].value = coords[name].toFixed(digits);
      button.disabled = false;
      form.dataset.position ? form.requestSubmit() : form.elements.kind.focus();
    }, () => {
      told.textContent = form.dataset.failed;
      told.hidden = button.disabled = false;
    }, {maximumAge: 600000, timeout: 20000});
  });
}
