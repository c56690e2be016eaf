// What independent readers make of alerts: a CAP parser, a feed reader, an iCalendar parser. Prints one JSON object.
import { CAP_1_2 } from "@dec112/cap-ts"
import ICAL from "ical.js"
import Parser from "rss-parser"

const [site, cap, ics] = process.argv.slice(2)
const text = async address => (await fetch(address)).text()

const parser = new Parser({ customFields: { item: ["cap:severity", "cap:event", "cap:areaDesc"] } })
const feed = async address => {
  const read = await parser.parseString(await text(address))
  return read.items.map(item => ({ title: item.title, link: item.link, severity: item["cap:severity"], event: item["cap:event"], area: item["cap:areaDesc"] }))
}

const alert = await CAP_1_2.Alert.fromXML(await text(cap))
const calendar = new ICAL.Component(ICAL.parse(await text(ics)))
const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"))
const info = alert.info_list[0]

console.log(JSON.stringify({
  alert: { identifier: alert.identifier, sender: alert.sender, event: info.event, headline: info.headline, areas: info.area_list.map(area => area.areaDesc) },
  atom: await feed(`${site}/alerts/feed.atom`),
  rss: await feed(`${site}/alerts/feed.rss`),
  event: { uid: event.uid, summary: event.summary, location: event.location, starts: event.startDate.toJSDate().toISOString(), status: calendar.getFirstSubcomponent("vevent").getFirstPropertyValue("status") },
}))
