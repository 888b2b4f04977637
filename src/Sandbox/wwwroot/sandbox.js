const $ = id => document.getElementById(id)
const get = async path => (await fetch(path)).json()
const post = (path, body) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
const element = (tag, properties, ...children) => { const e = Object.assign(document.createElement(tag), properties); e.append(...children); return e }
let shown = ''

async function loadShops() {
  const shops = (await get('/_control/shops')).filter(s => s.accountType !== 'PERSONAL')
  $('shop').replaceChildren(...shops.map(s => new Option(`${s.name} (@${s.username})${s.subscribed ? '' : ' — not connected'}`, s.username)))
  await loadCustomers()
}

async function loadCustomers(chosen) {
  const people = await get(`/_control/shops/${$('shop').value}/customers`)
  $('customer').replaceChildren(...people.map(p => new Option(p.name, p.username)))
  if (chosen) $('customer').value = chosen
  shown = ''
  await refresh()
}

function bubble(m) {
  const own = m.from === 'in'
  const words = m.deleted ? 'unsent' : [m.shape && `[${m.shape}]`, m.text].filter(Boolean).join(' ') + (m.edits ? ' (edited)' : '')
  const button = (label, run) => { const b = element('button', { type: 'button', textContent: label }); b.addEventListener('click', run); return b }
  const edit = () => { const text = prompt('New words', m.text); if (text) act('edit', { mid: m.mid, text }) }
  const buttons = m.deleted ? [] : own
    ? [button('Unsend', () => act('unsend', { mid: m.mid })), ...(m.text ? [button('Edit', edit)] : [])]
    : [button('❤', () => act('reaction', { mid: m.mid, emoji: '❤' })), button('No ❤', () => act('reaction', { mid: m.mid })), button('Seen', () => act('read', { mid: m.mid })),
       button('Reply', () => act('shape', { customer: $('customer').value, shape: 'reply', replyTo: m.mid }))]
  return element('div', { className: `bubble ${own ? 'in' : 'out'}${m.deleted ? ' gone' : ''}`, title: new Date(m.at).toLocaleString() }, words, element('div', { className: 'acts' }, ...buttons))
}

async function act(what, body) {
  document.activeElement?.blur()
  await post(`/_control/shops/${$('shop').value}/${what}`, body)
  await refresh()
}

function article(p) {
  const link = element('a', { href: `/p/${p.id}`, textContent: new Date(p.publishedAt).toLocaleString() })
  return element('article', { className: 'post' },
    ...(p.picture ? [element('img', { src: p.picture, alt: '' })] : []),
    element('p', {}, p.caption, element('time', {}, link), ...(p.publishes > 1 ? [element('b', { textContent: `published ${p.publishes} times!` })] : [])),
    ...details(p).map(words => element('p', { className: 'empty', textContent: words })),
    element('ul', { className: 'comments' }, ...inThreads(p.comments).map(c => commentRow(p, c))),
    writer('Comment…', `Comment on ${p.caption}`, text => act('comment', { mediaId: p.id, customer: $('customer').value, text })))
}

// What a post has beside its words, one line each.
function details(p) {
  const people = tags => tags.map(t => t.x == null ? `@${t.username}` : `@${t.username} (${Math.round(t.x * 100)}%, ${Math.round(t.y * 100)}%)`).join(', ')
  const of = (d, name) => [
    d.userTags.length && `${name}With ${people(d.userTags)}`, d.collaborators.length && `Together with ${d.collaborators.map(c => '@' + c).join(', ')}`, d.locationId && `At ${d.locationId}`,
    d.altText && `${name}Described as “${d.altText}”`, d.coverUrl ? 'Has a cover of its own' : d.thumbOffset != null && `Cover from ${d.thumbOffset} ms`, !d.shareToFeed && 'In the Reels tab only'].filter(Boolean)
  const kind = { STORIES: 'Story', REELS: 'Reel', CAROUSEL: `Carousel of ${p.children.length}` }[p.kind]
  return [kind, ...of(p.parameters, ''), ...p.children.flatMap((c, i) => of(c.parameters, `${i + 1}: `))].filter(Boolean)
}

// Top-level comments in order, each with its replies below it.
const inThreads = comments => comments.filter(c => !c.parentId).flatMap(top => [top, ...comments.filter(c => c.parentId === top.id)])

function commentRow(p, c) {
  const reply = element('button', { type: 'button', textContent: 'Reply' })
  const row = element('li', { className: `${c.parentId ? 'reply' : ''}${c.hidden ? ' hidden' : ''}` }, element('b', { textContent: c.author }), ` ${c.text} `, reply)
  reply.addEventListener('click', () => {
    const form = writer('Reply…', `Reply to ${c.author}`, text => act('comment', { mediaId: p.id, customer: $('customer').value, text, parentId: c.id }))
    reply.replaceWith(form)
    form.querySelector('input').focus()
  })
  if (c.author === $('customer').value) {
    const remove = element('button', { type: 'button', textContent: 'Delete' })
    remove.addEventListener('click', () => act('uncomment', { id: c.id }))
    row.append(remove)
  }
  return row
}

/** A line to write in, and what happens to its words. */
function writer(placeholder, label, send) {
  const form = element('form', { className: 'write' }, element('input', { placeholder, required: true, maxLength: 2200, ariaLabel: label }), element('button', { textContent: 'Post' }))
  form.addEventListener('submit', e => {
    e.preventDefault()
    send(form.querySelector('input').value.trim())
  })
  return form
}

async function refresh() {
  const shop = $('shop').value
  const [messages, posts, deliveries] = await Promise.all([get(`/_control/shops/${shop}/messages?customer=${encodeURIComponent($('customer').value)}`), get(`/_control/shops/${shop}/posts`), get('/_control/webhooks')])
  const state = JSON.stringify([messages, posts, deliveries.length])
  // What is being written must not vanish under the writer's hands.
  if (state === shown || $('posts').contains(document.activeElement) && document.activeElement.value) return
  shown = state
  $('thread').replaceChildren(...messages.map(bubble))
  $('thread').scrollTop = $('thread').scrollHeight
  $('posts').replaceChildren(...(posts.length ? posts.map(article) : [element('p', { className: 'empty', textContent: 'Nothing published yet.' })]))
  $('deliveries').replaceChildren(...deliveries.slice(-12).reverse().map(d => element('tr', {}, element('td', { textContent: new Date(d.at).toLocaleTimeString() }), element('td', { textContent: d.status || 'none' }), element('td', { textContent: d.attempts }), element('td', { textContent: d.body.slice(0, 160) }))))
}

$('shop').addEventListener('change', () => loadCustomers())
$('join').addEventListener('submit', async e => {
  e.preventDefault()
  const username = $('newcomer').value.trim()
  $('newcomer').value = ''
  await post(`/_control/shops/${$('shop').value}/customers`, { username })
  await loadCustomers(username)
})
$('customer').addEventListener('change', () => { shown = ''; refresh() })
$('text').addEventListener('keydown', e => { if (e.key === 'Enter' && !e.shiftKey) { e.preventDefault(); $('write').requestSubmit() } })
$('write').addEventListener('submit', async e => {
  e.preventDefault()
  const text = $('text').value.trim()
  if (!text) return
  $('text').value = ''
  await act('messages', { customer: $('customer').value, text })
})
$('mention').addEventListener('submit', async e => {
  e.preventDefault()
  const text = $('mentioning').value.trim()
  $('mentioning').value = ''
  await act('mention', { customer: $('customer').value, text })
})
$('more').addEventListener('submit', async e => {
  e.preventDefault()
  await act('shape', { customer: $('customer').value, shape: $('shape').value })
})
for (const callback of ['deauthorize', 'data-deletion']) {
  $(callback).addEventListener('click', async () => {
    const { status, answer } = await (await post(`/_control/shops/${$('shop').value}/${callback}`, {})).json()
    const page = answer?.url && element('a', { href: answer.url, textContent: answer.confirmation_code })
    $('left').replaceChildren(`The app answered ${status || 'nothing'}. `, ...(page ? ['Its status page: ', page] : []))
    await loadShops()
  })
}
$('shape').replaceChildren(...(await get('/_control/shapes')).filter(s => s !== 'reply').map(s => new Option(s.replaceAll('_', ' '), s)))
await loadShops()
setInterval(refresh, 1500)
