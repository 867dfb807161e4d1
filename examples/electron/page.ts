// The page: a sandboxed script without Node. It shows the answers of the main process.
type Outcome = import('./ipc.ts').Outcome
type View = import('./ipc.ts').View

const { layout: api } = window as unknown as { readonly layout: import('./ipc.ts').LayoutApi }

const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T
const value = (id: string): string => byId<HTMLInputElement>(id).value

byId('open').addEventListener('click', async () => show(await api.open()))
byId('save').addEventListener('click', async () => show(await api.save()))
byId('attach').addEventListener('submit', async (event) => {
  event.preventDefault()
  const [kib, count] = [Number(value('kib')), Number(value('count'))]
  show(await api.attach({ name: value('name'), pool: value('pool'), kib, ids: value('ids'), count }))
})

function show(outcome: Outcome | undefined): void {
  if (outcome === undefined) return
  byId('refused').textContent = 'refused' in outcome ? outcome.refused : ''
  if ('view' in outcome) draw(outcome.view)
}

function draw({ file, changed, pools, devices }: View): void {
  byId('file').textContent = changed ? `${file} •` : file
  document.body.classList.add('opened')
  byId<HTMLButtonElement>('save').disabled = !changed
  byId('maps').replaceChildren(...pools.map(({ name, svg }) => picture(name, svg)))
  byId('devices').replaceChildren(...devices.map(({ name, resources }) => row(name, resources)))
  for (const [id, kind] of [
    ['pool', 'address'],
    ['ids', 'id'],
  ] as const) {
    const chosen = value(id)
    const names = pools.filter((pool) => pool.kind === kind).map(({ name }) => name)
    byId(id).replaceChildren(...names.map((name) => new Option(name, name, false, name === chosen)))
  }
}

/** As an image, a map can't run scripts. */
function picture(name: string, svg: string): HTMLElement {
  const image = new Image()
  image.alt = `Map of ${name}`
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  return image
}

function row(name: string, resources: readonly string[]): HTMLElement {
  const item = document.createElement('li')
  const heading = document.createElement('strong')
  heading.textContent = name
  const button = document.createElement('button')
  button.textContent = 'Detach'
  button.setAttribute('aria-label', `Detach ${name}`)
  button.addEventListener('click', async () => show(await api.detach(name)))
  const list = document.createElement('div')
  list.textContent = resources.join('\n')
  item.append(heading, button, list)
  return item
}
