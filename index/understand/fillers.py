"""Words that ask for nothing: they link the others, or are true of every program. English and Spanish, folded."""

from __future__ import annotations

from index.words import STOPPED, fold

_LINKS = """
a about accept accepting accepts after again all also am an and any anyone anything are around as at available away
back be because been before being best better between both but by can cannot cant come comes coming could couldnt
currently did didnt do does doesnt doing done dont each easy else ever every everyday everything feel feeling feels
few find finding for from full gave get gets getting give go goes going good got great had has hasnt have havent having
he hello help helping helps her here hers hes hey hi him his how i id if ill im in into is isnt it its ive just keep
keeps kind kinda know last later let lets like live lives living local located long look looking looks lot lots made
make makes many may maybe me might mine more most much must my myself near nearby nearest need needed needing needs new
next nice nobody not now of off offer offering offers ok okay on once one only open or other others our ours out over
own please possible possibly preferably prefer really recommend right said same say search searching see seeking seems
she shes should so some somebody someone something somewhere soon sort still stuff such suffer suffering suffers take
takes taking tell than thank thanks that thats the their them then there these they theyre thing things think this
those thru through time times to today too tried trying two type ur us use used uses using very want wants wanted was
wasnt way we well went were what whats when where which while who whos why will willing wish with within wont would
wouldnt year years yes yet you your always really anymore anywhere area areas around close closest closer deal deals
dealing struggle struggles struggling issue issues problem problems trouble diagnosed diagnosis diagnose disorder
disorders treat treats treated treating treatment treatments program programs programme programmes center centers
centre centres clinic clinics facility facilities place places service services session sessions therapy therapies
therapist therapists counseling counselor counselling care rehab option options group provider providers intensive
outpatient patient patients covered cover covers coverage plan plans network insurance pay payment paying friendly based
focused specific specialized specializes specialize include includes including included support supports supportive
start starts starting begin week weekly day days daily hour hours hrs hr month months per schedule everywhere no non
son daughter child husband wife mom mother dad father parent brother sister friend friends boyfriend girlfriend
family partner spouse myself client clients person people adult male female old age aged yo asap able never without
instead rather except avoid interested info information tips ideas suggestions suggestion suggest thanks anybody
drive driving minutes minute min mins mile miles far town city county state u r n w o s t m re ve ll d y x
bad badly severe severely serious seriously mild moderate chronic having had really super pretty quite both either
work works job working school home house night currently recently since also plus etc able until till during though
although weekdays weekday f c p h
larger bigger small smaller suburb suburbs pt moms under first cost costs price affirming
due crisis emergency emergencia downtown weeks try tries
inpt hx dx tx rx sx ins appt loc fu dc dcd discharge discharged dispo half bus train car ago call real someones
anyones theres hows whos lets gonna gotta wanna kinda sorta lol pls plz thx thnx bc cuz cause becuz tho rn idk btw
um uh weve husbands wifes moms dads prior auth authorization sis bro copay early referral referred referring refer
told tell says said saying finally fix huge fine doctor doctors kids boy girl boys girls somehow actually
honestly literally basically wondering guess hopefully little bit stay together needs came coming took taken lately
always often sometimes size days ahead situation situations question questions advice advise info anyone everyone urgent
urgently quickly fast enough seem seems sounds sure sent called call calling talk talking
hubby wifey fiance fiancee bf gf stepson stepdaughter grandson granddaughter nephew niece ready quit quitting
ex metro recommended less speakers speaking lunch denied ideal ideally approve
approved approves name shot shots injection track tracks prefers preferred
exclude excluding require
requires required requiring requiera requieran expect expects expected expecting guys yall folks
keep kept start ended end got gotten become became happening happens happen maybe
"""

_SPANISH = """
a acepta aceptan acepte acepten actualmente ademas ahi ahora al algo alguien algun alguna algunas algunos alli ando
anos asi aun aunque ayuda ayudar ayudeme ayudenme bien busca buscamos buscando busco cada casi centro centros cerca
clinica clinicas como con consulta cual cuales cualquier cuando cuanto de del desde dia dias dias donde dos durante el
ella ellas ellos en encontrar entre era eres es esa ese eso esta estado estamos estan estar estas este esto estos estoy
favor fue gracias grave ha haber hacer hace hay hola hora horas hoy ir la las le les lo los mas me mejor mi mis misma
mismo mucha mucho muchos muy necesita necesitamos necesito ni no nos nosotros nuestra nuestro o otra otro para paciente
pacientes padece padezco parte pero persona personas podria por porque problema problemas programa programas puede
puedo pues que quien quiere quiero recibe recibir saber se sea semana semanas ser servicio servicios sesion sesiones si
siempre sin sobre sola solo son soy su sufre sufro sus tal tambien tan tanto tener tenemos tengo terapia terapias
terapeuta tiene tienen toda todas todo todos tome trabajo tratamiento tratar un una uno unos usa usan uso ustedes va
vez vivimos vive vivo voy y ya yo zona hijo hija esposo esposa madre padre mama papa hermano hermana deja dejar
trastorno trastornos enfermedad consejeria edad grupo grupos alguno atienda atienden ofrece ofrezca cubre cubra seguro
nada casa fuma toma murio tenga tengan hablar hace dice dicen doctor medico hospital urgente urgentemente pronto
realmente bastante siento siente dejo deje dejar empezar empece dijo dijeron mandaron algun alguno conocen conoce
saben sabe informacion quisiera gustaria
trabaja trabajar vivir niño niña niños niñas señor señora gente pasado pasada ultimo ultima mes meses año ayudar
estaba esta fuera ademas entonces luego despues antes mientras aunque ojala gracias buenas buenos saludos
novio novia sobrino sobrina suegra suegro cunado cunada nieto nieta primo prima lugar
psicologica psicologico solamente salio hablo usando uso llamo llama nombre inyeccion ningun ninguna
 buscamos precio costo precios intensiva intensivo
"""

FILLERS = frozenset(fold(word) for word in (*_LINKS.split(), *_SPANISH.split())) | STOPPED
"""Words that are left out of the text to search for where anything else was understood, and are never respelled."""
