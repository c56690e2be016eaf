// Every page that there is: what members, visitors and those who run the server can open.
import {facts} from './harness.mjs';

export const everywhere = {'home': '/home', 'new': '/new', 'post': `/@hospital/${facts.post}`, 'profile': '/@hospital', 'own-profile': '/@patient',
  'notifications': '/notifications', 'search': '/search?q=hospital', 'settings': '/settings', 'local': '/local', 'tag': '/tags/fluseason',
  'bookmarks': '/bookmarks', 'collections': '/collections', 'topics': '/topics', 'explore': '/explore', 'people': '/people', 'messages': '/messages', 'new-message': '/messages/new', 'care-messages': '/care-messages', 'new-care-message': '/care-messages/new', 'record-of-looks': '/record',
  'about-profile': '/@hospital?show=about', 'welcome': '/welcome', 'welcome-topics': '/welcome/topics', 'welcome-people': '/welcome/people', 'menu': '/menu', 'alerts': '/alerts', 'find-care': '/care', 'compare-care': '/care/compare', 'alerts-record': '/alerts/record', 'filters': '/settings/filters',
  'look': '/settings/account', 'lists': '/lists', 'drafts': '/drafts', 'scheduled': '/scheduled', 'more': `/posts/${facts.post}/more`, 'followers': '/@hospital/followers', 'requests': '/requests', 'keys': '/keys', 'not-found': '/no/such/page',
  'supported': '/favourites', 'waiting-news': '/notifications/requests', 'language': '/language', 'decisions': '/decisions', 'profile-settings': '/settings', 'posting': '/settings/posting',
  'security': '/settings/security', 'sessions': '/settings/sessions', 'moving': '/settings/moving', 'export': '/settings/export', 'delete': '/settings/delete',
  'news-settings': '/settings/notifications', 'new-filter': '/settings/filters/new', 'blocks': '/settings/blocks', 'mutes': '/settings/mutes', 'invitations': '/settings/invitations', 'device': '/settings/push', 'organizations': '/organizations', 'my-reviews': '/reviews/mine'};
export const outside = {'visitor': '/', 'sign-in': '/sign-in', 'sign-up': '/sign-up', 'about': '/about', 'reviews-how': '/reviews/how', 'help-now': '/help-now', 'forgotten': '/reset', 'mailbox': '/demo/mail'};

export const desk = {'admin': '/admin', 'server-settings': '/admin/settings', 'roles': '/admin/roles', 'jobs': '/admin/jobs', 'announcements': '/admin/announcements', 'emoji': '/admin/emojis',
  'trends': '/admin/trends', 'reports': '/moderation/reports', 'accounts': '/moderation/accounts', 'record': '/moderation/record', 'appeals': '/moderation/appeals', 'rules': '/moderation/rules',
  'servers': '/admin/federation', 'who-warns': '/admin/alerts', 'alert-sources': '/admin/alert-sources', 'reviews-queue': '/admin/reviews', 'reviews-asked': '/admin/reviews/questions', 'claims': '/admin/claims'};
