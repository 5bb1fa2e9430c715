// Shows HTML that the server made. STYLES, which all sheets wear, stands before the first line.
// Only the tags and attributes below get in, whatever the server sends.
const TAGS = new Set(("A ABBR ADDRESS ARTICLE ASIDE B BLOCKQUOTE BR BUTTON CAPTION DD DETAILS DIV DL DT EM FIELDSET " +
  "FOOTER FORM H1 H2 H3 H4 HEADER INPUT LABEL LEGEND LI MAIN NAV OL OPTION P PRE SECTION SELECT SMALL SPAN STRONG " +
  "SUMMARY TABLE TBODY TD TFOOT TH THEAD TIME TR UL a circle g line path rect svg text title tspan").split(" "))
const ATTRIBUTES = new Set(("aria-current aria-describedby aria-hidden aria-label aria-labelledby aria-pressed " +
  "aria-sort autocapitalize autocomplete checked class colspan cx cy d data-copied data-copy data-done data-focus data-kept " +
  "data-key data-only data-pin data-print data-shows data-usual data-waits data-wide-open datetime disabled download enterkeyhint " +
  "fill for height hidden href id inputmode lang max maxlength min name open placeholder r rel role rowspan " +
  "scope selected step tabindex target text-anchor title transform type value viewBox width x x1 x2 y y1 y2").split(" "))
const ADDRESS = /^(https?:\/\/|mailto:[^?]+@|tel:\+?\d|sms:\d|\?|\/(?!\/))/

// Kept while the page lives, never stored: what was seen last and where, the link that led away from it, when the
// address changed last, and whether a form was sent.
const seen = (window.iopSeen ??= { view: undefined, at: undefined, followed: undefined, left: 0, sent: false })
const LONGEST_ANSWER = 20000
const PATIENCE = 3000
const sentValues = new WeakMap()
const met = new WeakSet() // what opens: it stands as its reader left it from then on

function clean(node) {
  for (const child of [...node.children]) {
    if (!TAGS.has(child.nodeName)) { child.remove(); continue }
    for (const { name, value } of [...child.attributes]) {
      if (!ATTRIBUTES.has(name) || (name === "href" && !ADDRESS.test(value))) child.removeAttribute(name)
    }
    clean(child)
  }
}

// --- The address. It is the browser's alone: a link or a form enters it in the history and says so with the event
// that Back and Forward raise, so that all of them go one way: Streamlit hears the event and asks for a rerun.

const told = query => {
  const fields = [...new URLSearchParams(query)].filter(([, value]) => value !== "")
  return fields.map(pair => pair.join("=")).sort().join("&")
}
const isHere = query => query !== undefined && told(query) === told(location.search)
const lagsBehind = data => !isHere(data.at) && !isHere(data.becomes) && Date.now() - seen.left < LONGEST_ANSWER

function go(query) {
  if (isHere(query)) return
  const search = new URL(query, location.href).search
  history.pushState({}, "", location.pathname + search)
  dispatchEvent(new PopStateEvent("popstate"))
}

function left() {
  seen.left = Date.now()
  clearTimeout(seen.watch)
  if (isHere(seen.at)) return stay()
  seen.body?.setAttribute("aria-busy", "true")
  seen.watch = setTimeout(insist, PATIENCE)
}

// Back before an answer came: what is shown is the answer, and no other may come. Only what was ticked since gives way.
function stay() {
  seen.body?.removeAttribute("aria-busy")
  for (const box of seen.body?.querySelectorAll("input[type=checkbox]") ?? []) box.checked = box.hasAttribute("checked")
  for (const list of seen.body?.querySelectorAll("select") ?? []) {
    list.value = (list.querySelector("option[selected]") ?? list.options[0])?.value
  }
}

// Where no answer comes though nothing runs, the rerun was never asked for or its connection broke. The address says
// all there is to say, so loading the page anew shows the view; while the server is away this page stays.
async function insist() {
  if (isHere(seen.at)) return
  const state = document.querySelector('[data-testid="stApp"]')?.getAttribute("data-test-script-state")
  if (state === "notRunning") {
    const alive = await fetch(new URL("_stcore/health", location.href)).then(answer => answer.ok, () => false)
    if (isHere(seen.at)) return
    if (alive) return location.reload()
  }
  seen.watch = setTimeout(insist, PATIENCE)
}

if (!seen.listens) {
  seen.listens = true
  addEventListener("popstate", left, true)
}

// --- The live page is changed into the fresh one, so that focus, typed text and opened details stay where they are.

const keyOf = node => node.nodeType === Node.ELEMENT_NODE ? node.getAttribute("data-key") : null
const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b)

function patch(live, fresh, lags) {
  if (live.nodeType !== Node.ELEMENT_NODE) {
    if (live.data !== fresh.data) live.data = fresh.data
    return
  }
  const renewed = live.getAttribute("value") !== fresh.getAttribute("value")
  const choice = fresh.nodeName === "SELECT" ? fresh.value : undefined
  for (const { name } of [...live.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "open") live.removeAttribute(name)
  }
  for (const { name, value } of fresh.attributes) {
    if (live.getAttribute(name) !== value && name !== "open") live.setAttribute(name, value)
  }
  if (live.nodeName === "INPUT" && !lags) patchInput(live, fresh, renewed)
  patchChildren(live, fresh, lags)
  if (choice !== undefined && !lags) live.value = choice
}

// What was typed and not sent yet stays; what was sent gives way to what was made of it.
function patchInput(live, fresh, renewed) {
  if (live.type === "checkbox" || live.type === "radio") {
    live.checked = fresh.hasAttribute("checked")
    return
  }
  const asSent = sentValues.get(live) === live.value
  const typing = live.getRootNode().activeElement === live && !asSent
  if (asSent || (renewed && !typing)) live.value = fresh.getAttribute("value") ?? ""
}

function patchChildren(live, fresh, lags) {
  const keyed = new Map([...live.children].filter(keyOf).map(child => [keyOf(child), child]))
  let spot = live.firstChild
  for (const next of [...fresh.childNodes]) {
    const key = keyOf(next)
    const match = key ? keyed.get(key) : spot && !keyOf(spot) ? spot : null
    if (match && alike(match, next)) {
      if (match === spot) spot = spot.nextSibling
      else live.insertBefore(match, spot)
      patch(match, next, lags)
    } else {
      live.insertBefore(next, spot)
      if (spot && !keyOf(spot) && !key) { const gone = spot; spot = spot.nextSibling; gone.remove() }
    }
  }
  while (spot) { const gone = spot; spot = spot.nextSibling; gone.remove() }
}

// A form of the app is an address, made of all its fields that hold something. A field that still holds what the
// server wrote goes as its data-kept ("state=AZ"); one that holds its data-usual value is left out. Of those with
// data-waits a change alone is no question yet: they go with the next one, or when the form is sent. A field with
// data-only goes where one of the name it holds was changed.
function addressOf(form, changed) {
  const fields = new URLSearchParams()
  for (const field of form.elements) {
    const { name, value, type, dataset } = field
    const boxed = type === "checkbox" || type === "radio"
    if (!boxed) sentValues.set(field, value)
    if (!name || (dataset.only && dataset.only !== changed) || value === "" || value === dataset.usual || (boxed && !field.checked)) continue
    const [, keptName, kept] = (value === field.defaultValue && dataset.kept?.match(/^([^=]+)=(.*)$/s)) || []
    fields.append(keptName ?? name, kept ?? value)
  }
  return "?" + fields
}

// --- Arriving at a view: focus, scroll, and what stands open on a wide screen.

function arrive(sheet, view) {
  const changed = seen.view !== undefined && seen.view !== view
  const sent = seen.sent
  seen.view = view
  seen.sent = false
  for (const details of sheet.querySelectorAll("details")) {
    if ("wideOpen" in details.dataset && (changed || !met.has(details))) details.open = matchMedia("(min-width: 56rem)").matches
    met.add(details)
  }
  if (changed) return greet(sheet)
  const heading = sent && sheet.querySelector("[data-focus]")
  // The keyboard of a phone covers what was found for as long as a field has the focus.
  if (heading && matchMedia("(pointer: coarse)").matches) heading.focus({ preventScroll: true })
  if (heading && heading.getBoundingClientRect().top > innerHeight * 0.7) heading.scrollIntoView({ block: "start" })
}

function greet(sheet) {
  const back = seen.followed && sheet.querySelector(`a[href="${CSS.escape(seen.followed).replace(/\\([^"\\])/g, "$1")}"]`)
  const target = back || sheet.querySelector("[data-focus]")
  if (!target) return
  target.focus({ preventScroll: true })
  if (back || target.dataset.focus === "here") target.scrollIntoView({ block: "center" })
  else document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0)
}

// Streamlit notes the colour scheme in the browser's storage; this app leaves nothing behind on a shared phone.
function forget() {
  for (const key of Object.keys(localStorage)) if (key.startsWith("stActiveTheme")) localStorage.removeItem(key)
}

// --- Taking along: a button copies what it names or the page's address, or prints one part of the page.

async function copy(button, sheet) {
  const name = button.dataset.copy
  const source = sheet.querySelector(`[data-copied="${CSS.escape(name)}"]`)
  const text = name === "address" ? location.href : source.textContent
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    copyByHand(text) // without https there is no clipboard to ask for
    button.focus()
  }
  const said = button.textContent
  if (said === button.dataset.done) return
  button.ariaLive = "polite"
  button.textContent = button.dataset.done
  setTimeout(() => { if (button.textContent === button.dataset.done) button.textContent = said }, 4000)
}

function copyByHand(text) {
  const field = document.createElement("textarea")
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand("copy")
  field.remove()
}

function printPart(sheet, part) {
  sheet.dataset.printed = part
  for (const details of sheet.querySelectorAll(`[data-key="${CSS.escape(part)}"] details`)) details.open = true
  addEventListener("afterprint", () => delete sheet.dataset.printed, { once: true })
  print()
}

// Where what had the focus was moved, it gets it back; where it is gone, what stands at the head of the view has it.
function keepFocus(sheet, held) {
  (held.isConnected ? held : sheet.querySelector("[data-focus]"))?.focus({ preventScroll: true })
}

// On a phone the filters stand above the list: a button at their foot folds them and leads to what they found.
function showList(sheet, filters) {
  sheet.querySelector(`[data-key="${CSS.escape(filters)}"]`).open = false
  const heading = sheet.querySelector("[data-focus]")
  heading?.focus({ preventScroll: true })
  heading?.scrollIntoView({ block: "start" })
}

// A pin and its card belong together: each lights up the other, and choosing a pin leads to the card.
const ofProgram = target => {
  const near = target.closest?.("[data-pin], article[data-key], tr[data-key]")
  return near?.getAttribute("data-pin") ?? near?.getAttribute("data-key")
}

function lightUp(sheet, id) {
  for (const lit of sheet.querySelectorAll(".lit")) lit.classList.remove("lit")
  if (!id) return
  const name = CSS.escape(id)
  for (const part of sheet.querySelectorAll(`[data-pin="${name}"], article[data-key="${name}"]`)) part.classList.add("lit")
}

function leadToCard(sheet, pin) {
  const card = sheet.querySelector(`article[data-key="${CSS.escape(pin.getAttribute("data-pin"))}"]`)
  card?.querySelector("h3 a")?.focus({ preventScroll: true })
  card?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" })
}

function listen(sheet) {
  sheet.onmouseover = event => lightUp(sheet, ofProgram(event.target))
  if (!sheet.listens) sheet.addEventListener("focusin", event => lightUp(sheet, ofProgram(event.target)))
  sheet.listens = true
  sheet.onmouseleave = () => lightUp(sheet)
  sheet.onkeydown = event => {
    const pin = (event.key === "Enter" || event.key === " ") && event.target.closest("[data-pin]")
    if (!pin) return
    event.preventDefault()
    leadToCard(sheet, pin)
  }
  sheet.onclick = event => {
    const button = event.target.closest("button")
    if (button?.dataset.copy) return copy(button, sheet)
    if (button?.dataset.shows) return showList(sheet, button.dataset.shows)
    if (button?.dataset.print) return printPart(sheet, button.dataset.print)
    const pin = event.target.closest("[data-pin]")
    if (pin) return leadToCard(sheet, pin)
    const link = event.target.closest("a[href^='?']")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (link.closest("article")) seen.followed = link.getAttribute("href")
    go(link.getAttribute("href"))
  }
  sheet.onchange = event => {
    const field = event.target
    if (field.form && !("waits" in field.dataset)) go(addressOf(field.form, field.name))
  }
  sheet.onsubmit = event => {
    event.preventDefault()
    seen.sent = true
    go(addressOf(event.target))
  }
}

// One style sheet for all sheets of the page; a browser that cannot share one gets a copy in each.
function dress(sheet) {
  if (sheet.dressed) return
  sheet.dressed = true
  const root = sheet.getRootNode()
  if (root.adoptedStyleSheets) {
    if (!seen.look) {
      seen.look = new CSSStyleSheet()
      seen.look.replaceSync(STYLES)
    }
    root.adoptedStyleSheets = [seen.look]
  } else {
    sheet.before(Object.assign(document.createElement("style"), { textContent: STYLES }))
  }
}

export default function ({ data, parentElement }) {
  forget()
  const sheet = parentElement.querySelector(".sheet")
  dress(sheet)
  const lags = lagsBehind(data)
  const fresh = new DOMParser().parseFromString(data.html, "text/html").body
  clean(fresh)
  const root = sheet.getRootNode()
  const held = root.activeElement
  patchChildren(sheet, fresh, lags)
  if (held && root.activeElement !== held) keepFocus(sheet, held)
  document.documentElement.lang = data.lang
  sheet.lang = data.lang
  listen(sheet)
  if (!data.view) return
  seen.body = sheet
  if (lags) return
  if (data.becomes !== undefined && !isHere(data.becomes)) {
    history.replaceState(history.state, "", location.pathname + new URL(data.becomes, location.href).search)
  }
  seen.at = location.search
  sheet.removeAttribute("aria-busy")
  arrive(sheet, data.view)
}
