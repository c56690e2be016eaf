// Passkeys: asks the device, puts its answer into the form's hidden fields, and sends the form. <form data-passkey="create">
// adds one, "get" signs in; data-start is where the question comes from.
const to_text = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const to_bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));

async function question(form) {
  const answer = await fetch(form.dataset.start, {method: 'POST', body: new URLSearchParams({csrf: form.elements.csrf.value})});
  if (!answer.ok) throw new Error(answer.status);
  const asked = await answer.json();
  asked.challenge = to_bytes(asked.challenge);
  if (asked.user) asked.user.id = to_bytes(asked.user.id);
  for (const each of asked.excludeCredentials ?? []) each.id = to_bytes(each.id);
  return asked;
}

async function ask(form) {
  const how = form.dataset.passkey;
  const {rawId, response} = await navigator.credentials[how]({publicKey: await question(form)});
  const said = {client_data: response.clientDataJSON, credential: rawId, authenticator_data: how === 'create' ? response.getAuthenticatorData() : response.authenticatorData,
    signature: response.signature, user: response.userHandle};
  for (const [name, bytes] of Object.entries(said)) if (bytes && form.elements[name]) form.elements[name].value = to_text(bytes);
  form.submit();
}

if (window.PublicKeyCredential) for (const form of document.querySelectorAll('form[data-passkey]')) {
  const told = form.querySelector('[role=alert]'), button = form.querySelector('button');
  form.hidden = button.disabled = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    told.hidden = button.disabled = true;
    ask(form).catch(() => {
      told.textContent = form.dataset.failed;
      told.hidden = button.disabled = false;
    });
  });
}
