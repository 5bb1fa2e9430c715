"""Ordinary words and names that are nearly a term's word and mean nothing of the kind: never respelled. Folded.

Found by reading the frequent words of English and Spanish as slips: "christmas" is no "christian", "notes" no "nites".
"""

from __future__ import annotations

_OWN_WORDS = """
remove removed removes range plain catch patents addition additions policy policies signal signals broken magic muestra
herein tutorial adapted lectura cancel cancels printing printer trade violet crash kinds layer layers violation freed
dominio lucas likewise transmit modos germany german tempe ticks harder remota russia julio clash maria marie mariana
china korea perdido dueno demas entra ninja poison querer redes tomado medida medidas angel angeles loses trial sensors
traps billing simulation oasis athena sigma latin trato content damages manual manuals publish returned revision
operating transform transformation retained retrieve meaning collect experimental distinct mentioning mention mentions
overview ensure society incurred trivial marking machines machine caption operate operates transient restored inspired
shorter mediante francois classic martinez pretend complain falling decision decisions lifetime acciones twisted caution
shuffle mirror mirrors migrate counting seattle thistle violations ancient outline cancelar violate degrees degree
distinta confusion politica ajustar refiere tristan varying causing prefer prefers preferred sobrino sobrina fatal
fatales casting navarro cercano borrando embargo promotion exposes quarter repeats dragging cargando abortado dominic
hosting cerrando blinding migrated pruning splicing slicing hawaiian nigeria maltese recibida presion granada conocer
permita francia combina optimal loosely anyways optical intencion adulto perdera clasico mexican mexicana copiando seal
menus mental mentally strangers stranger fallen fallon ladies lady paper papers casa cases case charge charged found
fund string purpose contact contacts print point points command commander footer foster director associated means
padding warning against simple indirect prompt promise active archive server convert clear resulting containing literal
count counter county stack materials direct endorse compiled present various entire tracker relative reactive catching
overall creating craft large maine submit summit compare compared machinery temporary sections notices parent parents
further console police transport exclusive greater whole indicate scheme newer resolve badge trace instructions material
password connect connection connections codes creation handles explained exploited blank variant allocate advocate alpha
comparison external clean loading loaded constant receive received enter terminal alter option declare depth artistic
internal process matter matters channel offered tutorials percent country experiment shown shows interval generating
assignment identity logical repeated theme mandatory expanded convention assigned color technical compact license
distance involved sorting safely printed coming timer america american spencer linear expansion patrick strange
beneficial supposed stand sending inability intent division queries portland stage particularly conform recognize
general charles packet propagation concept dispose privacy sorts latex florian science since markers stripped counts
derive sandra daniel daniela andrea andres marta martha mario marco carlos carla diego diana jorge laura lucia luisa
nadia nadine panera pamela paula pedro peter philip phillip rachel ramon ramona ricardo rosa rosario samuel sarah sofia
sonia sylvia teresa tomas victor vincent walter abstinence aches acids adaptado additive additives adoration ahmed aimed
alumno amuse amused antena aportar apron arabia armed armenia artista asegurarse atenta atraccion autopista bacon
banging batting beating becca bengal bengals bieber bingo bloke bluegrass bocas bomber bombers boone bordering brake
bringing broker brooke caballeros cambodia campus canciones canones cantantes carmel cartel certeza champs chaplin cheat
chicas chili chill ching choke chops christina christine christmas ciega cinta clams clans classy claus claws cocina
collage colleague concesion concession concessions conclusion confession conseguido conseguir conseguirlo consiguio
contando cooke copas corps cortado cosmo costco crank cristina cristobal crops cults cunts cutler damos deliciosa
delicioso delicious depletion diera dimos diosa diplomacy diplomat diplomats dolar dominios domino donor doris drags
duele ecologica ecologico economia economias economics economies economist economista efectiva efectivas elegance
elemental elevated elmer elves empresarial entrances estes estudiando evolve exporting falcon fallecido fallecidos fallo
fallos farsa foreman francesca francis francos gamers gaping gases gates gazing germain giant giants gimnasia gorman
graft grano granos greatest greed greer groundwork grunt gujarat hambre hanover healthier heroic hindu hombro hombros
horde hordes horne impatient injured instances interesado interpretar italiana journalist jueces junio koran koreas
ladys lanes lectores lecturas lifts locas luces lukes lungs luton madras maestria mafia magia malls malos manga maniac
manila manta manzanas mares marian marinos matias mediacion mediate mediation mentir metropolis miner miners moaning
molds molino monta moons moors moron morton mould mound myles naive narco narra niche nightlife niles notes nunez
nutritious opium optica overwhelmingly palin percy perks perla persia pharma pharmacies physicist physicists pilas piles
pines pintor pivot plots policial policiales polite politicas polls pones presa presencia presidenciales prestado
pretenden prision psicologia psyche punjab purse queen rabid raced rebellion recap recover recovered recovers recta
reform reformar reforms remate rents residencia resta rider riders ridge ridges rinde rises rubia russias russo sabido
sacado sacas scams scars scarves secas sensor sentada sentar shirt shrine shrunk singleton skirt smokey somalia soros
stares starring startling stimulating stoked stokes stored straps stripe stripes studs sturgeon supergirl surgen
surgieron tarda tardis tardo temen temer tempt tenes thugs tocando tours trades traigo trajo tramo transformacion
transistor transito transmite trigo tubes tuits tunes tweed tweet tweets undertake vents vests vienes winds woken woven
"""

OWN_WORDS = frozenset(_OWN_WORDS.split())
