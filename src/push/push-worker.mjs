// Shows what is pushed while no page is open; a click goes to what it is about.
addEventListener('push', event => {
  const said = event.data?.json() ?? {};
  event.waitUntil(registration.showNotification(said.title ?? '', {body: said.body, icon: said.icon, tag: said.tag, renotify: !!said.tag, requireInteraction: !!said.urgent, lang: said.preferred_locale, data: said.url}));
});
addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data || '/notifications'));
});
