skip = Ir al contenido
table-label = Tabla; se desliza hacia los lados
nav-label = Principal
nav-home = Inicio
nav-surveys = Encuestas
nav-rounds = Rondas
nav-goals = Metas
signed-in-as = Sesión de { $name }.
sign-out = Salir
privacy-link = Qué se guarda y qué no
error-title = Error:
error-summary = Hay un problema

sign-in-needed = Hace falta entrar
sign-in-how = Abra su enlace personal. Si lo perdió, pida uno nuevo a quien organiza su coalición.
not-found = Aquí no hay nada
not-found-how = Puede que la dirección esté mal escrita, o que el enlace ya se haya usado o cambiado por uno nuevo.
not-yours = Esto no es para usted
not-yours-how = Es para quienes facilitan u organizan la coalición. Pregúnteles si cree que debería verlo.
broken = No pudimos hacerlo en este momento
broken-how = Lo guardado está a salvo. Vuelva atrás, donde lo que escribió sigue en el formulario, e inténtelo de nuevo en un minuto.
not-now = Ahora no es posible
not-taken = No se pudo recibir
to-first-page = Ir a la primera página
stale-form = El formulario se abrió en otra sesión. Abra la página de nuevo y envíelo desde allí.
changed-meanwhile = Otra persona acaba de cambiar esto. No se sobrescribió nada: mire la página otra vez y repita lo que quería.

hindered-not-open = Todavía no está abierta.
hindered-closed = Está cerrada; ya no se pueden dar ni cambiar respuestas.
hindered-still-open = Sigue abierta. Todas las personas ven los resultados cuando se cierra.
hindered-taken-part = Usted ya participó. Para cambiar lo que dijo, escriba el código de su recibo.
hindered-not-on-roll = Usted no está en el padrón, que se fijó al abrir.
hindered-receipt = Ninguna entrada tiene este código de recibo. Revíselo letra por letra.
hindered-too-few = Participaron muy pocas personas para mostrar algo sin señalar a alguien.
hindered-nothing = Participaron { $n } personas, y nadie apoya ninguna opción.

welcome = Le damos la bienvenida, { $name }
welcome-link = Este enlace es solo suyo. No lo comparta: quien lo abra puede responder en su nombre.
continue-as = Continuar como { $name }
guest-welcome = Puede responder sin cuenta, una vez en este navegador.
start = Empezar

hello = Hola, { $name }
home-todo = Lo que le toca
home-nothing-open = No hay nada abierto ahora.
home-answered = Usted ya respondió
home-voted = Usted ya votó
minutes = { $n ->
    [one] Toma cerca de { $n } minuto.
   *[other] Toma unos { $n } minutos.
}
home-rank = { $n ->
    [one] { $n } opción para elegir.
   *[other] { $n } opciones para elegir.
}
home-results = Lo que resultó
home-no-results = Aún no hay resultados. Aparecen aquí cuando se cierra una encuesta o ronda.
home-goals = Nuestras metas
home-no-goals = Aún no hay metas. Se redactan a partir de lo que se dijo y se decidió.
check-in-overdue = Falta un informe de avance.
state-draft = borrador
state-open = abierta
state-closed = cerrada
goal-adopted = adoptada
goal-done = cumplida
goal-dropped = abandonada
no-surveys = Aún no hay encuestas.
no-rounds = Aún no hay rondas.
see-results = Ver los resultados
rounds-what = En una ronda se ordenan, aprueban o puntúan opciones, y las papeletas se cuentan con reglas fijadas antes de la primera.
vote = Votar
see-outcome = Ver el resultado
turnout = Han participado { $n } de { $of }.

privacy-title = Qué se guarda y qué no
privacy-anonymous = Anónima.
privacy-anonymous-text = Su respuesta se guarda sin nombre, sin organización y sin hora. Quién respondió se guarda aparte de lo que se dijo.
privacy-confidential = Confidencial.
privacy-confidential-text = Su respuesta se guarda con su organización, pero sin nombre ni hora.
privacy-named = Con nombre.
privacy-named-text = Su respuesta se guarda con su nombre. Quienes organizan pueden verla.
privacy-floor = Ninguna página ni archivo muestra una cifra sobre menos de { $k } personas.
privacy-votes = Una ronda dice cuántos votos tuvo cada opción en cada etapa, por pocos que sean. Desde { $n } papeletas, también entrega las papeletas mezcladas y sin nombres, para que cualquier persona pueda contar de nuevo.
privacy-early = Nadie ve resultados, ni siquiera quienes organizan, antes del cierre.
privacy-receipt = Con su recibo puede ver su propia entrada, y cambiarla mientras esté abierta; también puede retirar su respuesta a una encuesta, a una propuesta o a la ronda abierta de un panel. Sin él, nadie puede buscarla.
privacy-cookies = Una cookie mantiene su sesión y otra recuerda su idioma. Donde participa una y otra vez, como en un tablero, otra guarda el código de su comprobante para esas páginas. Cuando ha votado, una lo guarda diez minutos para que su página se pueda volver a cargar. No hay más, ni estadísticas de visitas.
privacy-limit = El límite: quien controla el servidor mientras una encuesta o ronda está abierta podría observar lo que llega. Al cierre se borra todo lo que dice el orden de llegada. Para votaciones bajo amenaza, use papel y una urna.

other = Otra
other-words = Si es otra: ¿cuál?
dont-know = No sé
optional = (opcional)
importance = Importancia
satisfaction = Satisfacción
at-most-characters = Como máximo { $n } caracteres.
divide-points = Reparta exactamente { $n } puntos.
place = { $n ->
    [1] Primera opción
    [2] Segunda opción
    [3] Tercera opción
   *[other] Opción { $n }
}
no-choice = Sin elegir
no-rank = Sin ordenar
rank-how = Dé el 1 a lo que debe ir primero. Puede dejar opciones sin ordenar. Las flechas suben o bajan una opción.
move-up = Subir «{ $option }»
move-down = Bajar «{ $option }»
block-n = Grupo { $n } de { $of }
block-item = Lo que se compara

quoted = «{ $words }»
wrong-required = Responda aquí, por favor.
wrong-too-few = Elija al menos { $n }.
wrong-too-many = Elija como máximo { $n }.
wrong-choice = Elija una de las opciones.
wrong-number = «{ $value }» no es un número. Escríbalo como 12 o 12.5.
wrong-whole = Escriba un número entero.
wrong-range = Quédese entre los límites { $min } y { $max }.
wrong-long = Use como máximo { $max } caracteres; estos son { $is }.
wrong-date = «{ $value }» no es un día. Escríbalo como 2026-11-23.
wrong-same-place = { $choices } tienen el mismo lugar { $place }. Dé a cada una el suyo.
wrong-twice = «{ $choice }» tiene más de un lugar. Nómbrela una sola vez.
wrong-gap = El lugar { $place } está vacío aunque uno posterior está lleno. Llénelo o suba los posteriores.
wrong-best-worst = En el grupo { $n }, «{ $choice }» no puede ser a la vez lo mejor y lo peor.
wrong-block = En el grupo { $n }, elija lo mejor y lo peor.
wrong-points = Los puntos suman { $is }. Reparta exactamente { $total }.
wrong-exclusive = «{ $choice }» va sola: elíjala a ella o a las demás.
wrong-other = Diga en pocas palabras cuál es la otra.
wrong-many = Aquí cabe una sola respuesta.
wrong-field = Esto no pertenece al formulario. Abra la página de nuevo.

step = Parte { $n } de { $of }
continue = Continuar
back = Atrás
change = Cambiar
send = Enviar mis respuestas
check-answers = Revise sus respuestas
not-answered = Sin respuesta
thanks-title = Gracias. Sus respuestas llegaron.
changed-title = Sus respuestas se cambiaron.
receipt-saved = Están guardadas con seguridad.
receipt-code = El código de su recibo:
receipt-keep = Guarde este código: anótelo o tome una foto. Se muestra solo ahora. Con él puede ver lo guardado, y cambiarlo o retirarlo mientras esté abierta.
receipt-check = Revisar una entrada con su recibo
receipt-field = Código del recibo
receipt-hint = 20 letras y cifras, como K7QF-2M9T-XW4P-R8ZD-3NHC.
look-up = Buscar
taken-part-title = Usted ya respondió
taken-part-text = Escriba el código de su recibo para ver o cambiar sus respuestas. Sin él nadie puede encontrarlas, ni siquiera nosotros.
taken-part-typed = Lo que acaba de escribir se conserva en esta página. Escriba el código de su recibo para ponerlo en lugar de lo anterior.
open-answers = Abrir mis respuestas
send-change = Cambiar mi entrada anterior
found-title = Esto es lo que está guardado
found-closed = Está cerrada; ya no se puede cambiar.
change-answers = Cambiar
withdraw = Retirar
withdraw-how = Su entrada se borra, y puede participar de nuevo mientras esté abierta.
withdrawn-title = Sus respuestas se borraron
withdrawn-text = Puede responder de nuevo mientras la encuesta esté abierta.

check-ballot = Revise su papeleta
unranked = { $n ->
    [one] { $n } opción queda sin ordenar: va debajo de todas las demás.
   *[other] { $n } opciones quedan sin ordenar: van debajo de todas las demás.
}
unranked-in-stages = { $n ->
    [one] { $n } opción queda sin ordenar: su papeleta nunca cuenta para ella.
   *[other] { $n } opciones quedan sin ordenar: su papeleta nunca cuenta para ellas.
}
cast = Emitir mi voto
ballot-cast = Su voto está emitido.
ballot-changed = Su voto se cambió.
ballot-keep = Guarde este código: anótelo o tome una foto. Se muestra solo ahora. Con él puede ver su papeleta, y cambiarla mientras esté abierta.
ballot-saved = Está guardado con seguridad y se contará cuando se cierre la ronda.
voted-title = Usted ya votó
voted-text = Escriba el código de su recibo para ver o cambiar su papeleta. Sin él nadie puede encontrarla, ni siquiera nosotros.
open-ballot = Abrir mi papeleta

fewer-than = Respondieron menos de { $k } personas, así que no se muestra nada.
results-from = { $n ->
    [one] De { $n } respuesta, { $day }.
   *[other] De { $n } respuestas, { $day }.
}
results-imported = Importadas de { $file }.
floor-note = Las cifras sobre menos de { $k } personas se omiten o se dan como límite, para que no se reconozca a nadie.
needs-title = Necesidades por prioridad
needs-how = Una necesidad va primero cuando muchas personas la ven importante y pocas están satisfechas: prioridad = importancia × (1 − satisfacción). El rango entre paréntesis es el intervalo del 95 %: cuánto pudo desviar el azar la cifra.
needs-caption = Todas las necesidades con sus cifras
rank = Lugar
need = Necesidad
answers = Valoraciones
priority = Prioridad
quadrant = Cuadrante
quadrant-title = Importancia y satisfacción
quadrant-description = Cada número es una necesidad, por su lugar. Arriba es importante, a la derecha satisface. Las líneas están en las medias. La tabla de abajo tiene las mismas cifras.
quadrant-focus = Concentrarse aquí
quadrant-keep = Seguir así
quadrant-low = Baja prioridad
quadrant-over = Posible exceso
band-very-high = muy alta
band-high = alta
band-medium = media
values-title = Lo que valoramos
values-how = En cada grupo se eligió lo que más y lo que menos importa. El puntaje es cuántas veces un valor fue lo mejor menos cuántas fue lo peor, entre las veces que se mostró: de −1 a 1.
values-description = Las barras van a la derecha para los valores elegidos más veces como lo mejor que como lo peor, y a la izquierda para los demás. La tabla de abajo tiene las mismas cifras.
values-axis = Puntaje mejor-peor
values-caption = Todos los valores con sus cuentas
value = Valor
best = Mejor
worst = Peor
shown = Mostrado
score = Puntaje
ratings-title = Valoraciones
ratings-description = Proporción de personas que dieron uno de los dos puntos más altos, con su intervalo del 95 %.
ratings-axis = Proporción de los dos puntos más altos
item = Aspecto
mean = Media
under = menos de { $share }
over = más de { $share }
suppressed = no se muestra
files = Archivos

winners = { $n ->
    [one] El resultado
   *[other] El resultado, { $n } opciones
}
picks-counted = Son las preferencias ordenadas dadas en una encuesta.
story = Cómo se contó
order = El orden completo
stages-title = Etapa por etapa
stages-description = Los votos de cada opción en cada etapa del recuento. La tabla de abajo tiene las mismas cifras.
stage-n = Etapa { "{" }n{ "}" }
stage-needed = Para ganar: { $votes }
stage-needed-more = Para ganar: más de { $votes }
stage-exhausted = Sin más preferencias
stage-elected = gana
stage-eliminated = queda fuera
stage-others = { "{" }n{ "}" } opciones más, juntas
stage-skipped = Etapas { "{" }from{ "}" } a { "{" }to{ "}" }: quedaron fuera { "{" }names{ "}" }
as-table = Como tabla
option = Opción
scores-title = Puntos
scores-description = Los puntos de cada opción, de más a menos.
pairs-title = Par por par
pairs-description = Cada fila dice cuántas papeletas ponen su opción por encima de la opción de la columna. Las columnas llevan los números de las filas.
wins = gana
loses = pierde
ties = empata
recount-not = Votaron muy pocas personas para entregar las papeletas: un orden completo puede delatar a alguien.
recount-how = Cualquier persona puede contar de nuevo: descargue las papeletas y las reglas y ejecute la orden de abajo.

smart = Como meta SMART
progress = Avance
progress-description = La línea va de informe en informe; la fina es el camino recto de la línea de base a la meta.
baseline = Línea de base
baseline-under = Línea de base, menos de
baseline-over = Línea de base, más de
target = Meta
next-check-in = Próximo informe: { $day }.
open-points = Preguntas al grupo
check-ins = Informes de avance

## Boards

board-boards = Tableros
board-what = En un tablero, los miembros escriben afirmaciones y dicen si están de acuerdo, en desacuerdo o pasan. Muestra lo que todos pueden apoyar y lo que divide.
board-none = Todavía no hay tableros.
board-go-on = Seguir
board-vote = Votar
board-home = Diga qué piensa de las afirmaciones de otros y escriba las suyas.
board-home-taken = Usted ha participado
board-no-statements = Todavía no hay afirmaciones para votar. Escriba la primera o vuelva más tarde.
board-all-seen = Ha votado todas las afirmaciones que hay por ahora. Vuelva cuando haya nuevas.
board-later = Para más tarde
board-left = { $n ->
    [one] Queda { $n } afirmación
   *[other] Quedan { $n } afirmaciones
}
board-pages = Páginas de la lista
board-page = Página { $n }
board-progress = Ha votado { $n } de { $of } afirmaciones.
board-write = Escribir una afirmación
board-one = Una afirmación a la vez
board-list = Todas las afirmaciones en una lista
board-mine = Mis votos y afirmaciones
board-so-far = Resultados hasta ahora
board-privacy = Un tablero dice cuántos están de acuerdo, en desacuerdo o pasan cuando bastantes personas han votado una afirmación. A partir de { $n } participantes entrega además los votos completos, mezclados y sin nombres, para que cualquiera pueda volver a contar.
board-important = Importante para mí
board-agree = De acuerdo
board-disagree = En desacuerdo
board-pass = Paso
board-take-back = Retirar mi voto
board-come-back = Volver más tarde
board-translated = Traducida del idioma { $language }. En el original:
board-written-in = Escrita en { $language }.
board-taken = Usted está participando
board-keep = Este navegador lo recuerda. Anótelo si quiere ver o cambiar sus votos en otro aparato.
board-known = ¿Cuáles votos son suyos?
board-known-how = Participó en este tablero con otro navegador. Escriba el código de su comprobante para seguir allí: nadie puede buscarlo por usted.
board-carried = La afirmación que acaba de escribir se conserva y vuelve al formulario.
board-know-me = Seguir
board-write-how = Una idea en una frase con la que otros puedan estar de acuerdo o en desacuerdo. Aparece sin su nombre, salvo que el tablero sea con nombre.
board-write-limit = { $n ->
    [one] Cada miembro puede escribir { $n } afirmación.
   *[other] Cada miembro puede escribir { $n } afirmaciones.
}
board-moderated-before = Una persona facilitadora la mira antes de que se pueda votar.
board-moderated-after = Se puede votar enseguida. Una persona facilitadora puede rechazarla después.
board-edit = Cambiar las palabras
board-edit-how = Es posible mientras nadie la haya votado.
board-statement = Afirmación
board-language = Idioma
board-send = Enviar la afirmación
board-wrong-empty = Escriba su afirmación en una frase.
board-wrong-already = La afirmación { $number } ya lo dice. Vote esa.
board-wrong-all = Cada miembro puede escribir aquí { $n } afirmaciones, y usted ya escribió las suyas.
board-wrong-language = Elija uno de los idiomas de este tablero.
board-code = El código de su comprobante
board-forget = Olvidarlo en este navegador
board-forget-how = En un aparato compartido, quien venga después de usted no debe ver sus votos. Anote antes el código.
board-wrote = Lo que usted escribió
board-votes = Sus votos: { $n }
board-no-votes = Todavía no ha votado.
board-waiting = Espera a una persona facilitadora.
board-turned-down = Rechazada.
board-reason = El motivo:
board-merged = Dice lo mismo que la afirmación { $number }. Los votos cuentan para esa.
board-fares = Cómo le va
board-fares-told = De { $n } que votaron, { $agree } están de acuerdo, { $disagree } en desacuerdo y { $pass } pasan.
board-fares-hidden = Verá cómo le va cuando { $k } la hayan votado.
board-signed = Aparece con su nombre.
board-n-votes = { $n ->
    [one] { $n } voto
   *[other] { $n } votos
}
board-running = El tablero sigue abierto. Lo que se muestra se actualiza con varias personas a la vez, para que nunca revele cómo votó una sola.
board-counted = { $n } personas dieron { $votes } votos sobre { $statements } afirmaciones.
board-groups = Quiénes votan parecido
board-group = Grupo { $name }
board-n-people = { $n ->
    [one] { $n } persona
   *[other] { $n } personas
}
board-fewer = menos de { $k } personas
board-groups-crowd = Votaron menos de { $n } personas. Los grupos y el mapa señalarían a personas concretas, así que solo se muestran los votos de todas juntas.
board-groups-none = No hay grupos de opinión: la gente difiere, pero no se divide en grupos.
board-groups-weak = Puede que haya { $n } grupos de opinión, pero se distinguen poco: con algunos votantes distintos podrían verse de otra manera.
board-groups-clear = Hay { $n } grupos de opinión que se distinguen con claridad.
board-map = Mapa de opiniones
board-map-how = Cada marca es una persona. Cuanto más cerca están dos marcas, más parecido votaron. Los grupos se distinguen por forma y color.
board-map-all = { $n ->
    [one] { $n } persona
   *[other] { $n } personas
}
board-map-others = en ningún grupo
board-typical = Lo que distingue a este grupo:
board-agrees = de acuerdo
board-disagrees = en desacuerdo
board-unopposed = Lo que quiere y ningún otro grupo rechaza:
board-common = Terreno común
board-common-how = Lo que todos pueden apoyar: en cada grupo muchos están de acuerdo y pocos en desacuerdo. La medida va de 0 a 1; el desacuerdo cuenta en contra. Las más seguras van primero.
board-common-none = Todavía ninguna afirmación es terreno común.
board-common-figure = Terreno común { $value } (intervalo del 95 %: { $low } a { $high })
board-divisive = Lo que divide
board-divisive-how = Donde dos grupos están más lejos uno del otro, más allá de lo que explicaría el azar.
board-divisive-none = Ninguna afirmación divide a los grupos más allá de lo que explicaría el azar.
board-divisive-figure = { $more } está más a favor que { $less }: { $gap } puntos de distancia
board-bridging = Puentes entre grupos
board-bridging-how = Lo que cada grupo aprobaría por sí solo.
board-bridging-none = Ninguna afirmación sería aprobada por cada grupo.
board-organisations = Por organización
board-organisations-how = Las organizaciones de las que votaron menos de { $k } personas no se muestran por separado. «No se muestra» aparece donde una cifra hablaría de menos personas.
board-org-common = Terreno común de las organizaciones
board-org-divisive = Lo que divide a las organizaciones
board-org-bridging = Puentes entre organizaciones
board-majority = Lo que piensa la mayoría
board-majority-none = Ninguna afirmación tiene una mayoría clara a favor o en contra.
board-majority-agree = A favor
board-majority-disagree = En contra
board-everybody = Todas las personas
board-not-told = no se muestra
board-bar = { $name }: { $agree } de acuerdo, { $pass } pasan, { $disagree } en desacuerdo.
board-all = Todas las afirmaciones
board-all-how = «–» aparece donde votaron, o la llamaron importante, menos de { $k } personas.
board-column-votes = Votos
board-meta = sobre quién participa
board-recount = Cualquiera puede volver a contar: descargue los votos y las afirmaciones y ejecute la orden de abajo. Los archivos tienen la forma en que los exporta Polis.
board-recount-not = Votaron menos de { $n } personas, así que no se entregan votos completos: lo que alguien votó sobre muchas afirmaciones puede delatarla.
board-hindered-not-up = Esta afirmación ya no se puede votar.
board-hindered-changed = Las palabras de esta afirmación acaban de cambiar. Léalas de nuevo antes de votar.
board-hindered-voted = Alguien ha votado esta afirmación, así que sus palabras quedan como están.
board-hindered-writing = En este tablero, solo las personas facilitadoras escriben afirmaciones.
board-live-hidden = Los resultados se muestran cuando el tablero se cierre.
board-live-join = Vote en { $address }
board-statements-up = { $n ->
    [one] { $n } afirmación
   *[other] { $n } afirmaciones
}
board-stances = Qué piensan los grupos
board-stances-how = Las opciones son terreno común de un tablero. Así se votaron allí:
## Delphi panels

delphi-privacy = Un panel muestra después de cada ronda lo que dijo el grupo en ella: de un punto, la mediana, la mitad central y las razones a partir de { $k } personas, cuántas dieron cada valor a partir de { $n }, y desde entonces también las valoraciones sin nombres. Una encuesta wiki dice cómo le fue a cada idea que compararon { $k } personas o más, y a partir de { $n } personas los votos pareja por pareja.
delphi-list = Paneles
delphi-what = En un panel se valoran los mismos puntos en varias rondas. Entre ronda y ronda se ve qué dijo el grupo y por qué, y se puede cambiar de opinión.
delphi-none = Todavía no hay paneles.
delphi-rate = Dar mis valoraciones
delphi-round = Ronda { $n }
delphi-round-of = Ronda { $n } de { $most } como máximo
delphi-items = { $n ->
    [one] { $n } punto por valorar.
   *[other] { $n } puntos por valorar.
}
delphi-again = La ronda { $n } está abierta: vea qué dijo el grupo y mantenga o cambie sus valoraciones.
delphi-rule-title = Cuándo termina y qué se muestra
delphi-rule-order = Primero se pregunta si la gente todavía cambia de opinión sobre un punto. Solo cuando ya no cambia se pregunta si hay acuerdo: el acuerdo por sí solo no termina nada.
delphi-rule-moved = Un punto está en reposo cuando menos del { $n } % de las valoraciones pasó a otro valor desde la ronda anterior.
delphi-rule-changed = Un punto está en reposo cuando como máximo el { $n } % de quienes lo valoraron dos veces cambió su valoración.
delphi-rule-kappa = Un punto está en reposo cuando las dos valoraciones de quienes lo valoraron dos veces coinciden con una kappa ponderada de al menos { $x }.
delphi-rule-iqr = Un punto está en reposo cuando el ancho de la mitad central de las valoraciones cambió como máximo { $x }.
delphi-rule-rand = Hay acuerdo cuando las valoraciones no están más separadas de lo que permite el método RAND/UCLA para el lugar donde están.
delphi-rule-share = Hay acuerdo cuando al menos el { $n } % de las valoraciones está en un tercio de la escala y menos del { $m } % en el tercio opuesto.
delphi-rule-agree-iqr = Hay acuerdo cuando la mitad central de las valoraciones abarca como máximo { $x } puntos.
delphi-rule-drop = Un punto en reposo queda resuelto, con acuerdo o sin él, y no se vuelve a preguntar.
delphi-rule-keep = Un punto en reposo queda resuelto, con acuerdo o sin él. Se vuelve a preguntar mientras siga el panel.
delphi-rule-rounds = Termina cuando todo está resuelto y, en todo caso, después de { $n } rondas.
delphi-rule-fixed = Esto se declaró antes de la primera respuesta. Nadie puede cambiarlo.
delphi-shown = Después de cada ronda todos ven, de un punto que valoraron { $k } personas o más, la mediana, la mitad central de las valoraciones y las razones; a partir de { $crowd } personas también cuántas dieron cada valor. De menos de { $k } no se muestra nada.
delphi-shown-named = Después de cada ronda todos ven, de un punto que valoraron { $k } personas o más, cuántas dieron cada valor, y las razones con nombres. De menos de { $k } no se muestra nada.
delphi-reasons-warn = Sus razones se muestran a los demás después de la ronda, mezcladas y sin su nombre. No escriba nada que diga quién es.
delphi-reasons-named = Sus razones se muestran a los demás después de la ronda, con su nombre.
delphi-your-rating = Su valoración
delphi-reason = ¿Por qué? (opcional)
delphi-group = Lo que dijo el grupo en la ronda { $n }
delphi-median = Mediana { $median }; la mitad central de las valoraciones va de { $q1 } a { $q3 }.
delphi-own = Su valoración en la ronda { $n } fue { $rating }.
delphi-own-none = No dio una valoración en la ronda { $n }.
delphi-own-mark = usted
delphi-reasons = { $n ->
    [one] { $n } razón
   *[other] { $n } razones
}
delphi-hidden = Lo valoraron menos de { $k } personas, así que no se muestra nada.
delphi-dropped = { $n ->
    [one] { $n } punto está resuelto y no se vuelve a preguntar
   *[other] { $n } puntos están resueltos y no se vuelven a preguntar
}
delphi-send = Enviar mis valoraciones
delphi-saved = Gracias. Sus valoraciones están guardadas.
delphi-changed = Sus valoraciones se han cambiado.
delphi-keep-code = Guarde este código: solo se muestra al enviar valoraciones. Este navegador también lo guarda y le reconoce en la ronda siguiente. En otro dispositivo lo necesita para ver y revisar lo que dijo.
delphi-revise = Ver de nuevo mis valoraciones
delphi-late = La ronda que respondió se cerró antes de que llegaran sus valoraciones, así que no se contaron. Esta es la ronda { $n }: vea qué dijo el grupo y envíelas si todavía piensa lo mismo.
known-title = Ya ha participado
delphi-known-text = Este navegador no sabe cuáles son sus valoraciones. Escriba el código de su recibo para verlas junto a las del grupo y revisarlas. Sin él nadie puede encontrarlas, tampoco nosotros.
delphi-asking = La ronda { $n } está abierta. Lo que aparece aquí es de las rondas anteriores.
delphi-between = La ronda { $n } está cerrada. La siguiente todavía no se ha abierto.
delphi-all-settled = El panel ha terminado: todos los puntos están resueltos.
delphi-most-rounds = El panel ha terminado: se celebraron sus { $n } rondas.
delphi-early = El panel se terminó antes de lo que decía su regla. La razón dada: { $reason }
delphi-turnout = Ronda { $n }: participaron { $people } de { $of }.
delphi-turnout-few = Ronda { $n }: participaron menos de { $k }.
delphi-findings = Lo que está resuelto
delphi-for = Resuelto, con acuerdo: alto
delphi-uncertain = Resuelto, con acuerdo: en el medio
delphi-against = Resuelto, con acuerdo: bajo
delphi-disagreed = Resuelto en desacuerdo
delphi-unsettled = Sin resolver
delphi-since = Resuelto en la ronda { $n }.
delphi-drift = Cómo se movieron las valoraciones
delphi-drift-how = Para cada punto y ronda: el círculo es la mediana, la caja la mitad central de las valoraciones. La tabla de abajo tiene las mismas cifras.
delphi-measures = Todas las medidas
delphi-measures-how = A es el acuerdo de van der Eijk, de −1 para dos bandos a 1 para un solo valor. DI es el índice de desacuerdo del método RAND/UCLA: por encima de 1 hay desacuerdo. Hay una raya donde no hay nada que decir o son muy pocas personas para decirlo.
delphi-col-round = Ronda
delphi-col-people = Personas
delphi-col-median = Mediana
delphi-col-half = Mitad central
delphi-col-a = A
delphi-col-di = DI
delphi-col-third = En el tercio mayor
delphi-col-moved = Movido
delphi-col-kappa = Kappa
delphi-col-rest = En reposo
delphi-col-agree = Acuerdo
delphi-yes = sí
delphi-no = no
delphi-why = Por qué se valoró así
delphi-files = Cualquier persona puede calcular de nuevo las cifras: descargue las valoraciones y ejecute la orden de abajo. Los participantes están numerados en un orden al azar.
delphi-files-not = Participaron muy pocas personas para entregar sus valoraciones: una fila entera de valoraciones puede delatar a alguien.

## Wiki surveys

wiki-list = Encuestas wiki
wiki-what = En una encuesta wiki se ven dos ideas cada vez y se elige una, tantas veces como se quiera. Sirve para ordenar muchas ideas al principio.
wiki-none = Todavía no hay encuestas wiki.
wiki-choose = Elegir entre ideas
wiki-home = Elija entre dos ideas cada vez, tantas veces como quiera.
wiki-begun = Ya ha empezado; puede seguir.
wiki-cannot = No puedo decidir
wiki-why = ¿Por qué? No hace falta decirlo.
wiki-why-unsaid = Prefiero no decirlo
wiki-why-good = Las dos son buenas
wiki-why-bad = No me gusta ninguna
wiki-why-same = Vienen a ser lo mismo
wiki-why-unknown = No sé lo suficiente sobre ellas
wiki-next = Mostrarme otras ideas
wiki-all-seen = Ha visto todas las parejas de ideas que hay. ¡Gracias!
wiki-done = { $n ->
    [one] Ha comparado { $n } pareja. Ya cuenta.
   *[other] Ha comparado { $n } parejas. Ya cuentan.
}
wiki-undo = Retirar mi última elección
wiki-stop = Puede dejarlo en cualquier momento y volver más tarde. Al final no hay nada que enviar.
wiki-another = ¿Falta algo?
wiki-idea = Idea
wiki-idea-before = En pocas palabras, como máximo 140 caracteres. Una persona facilitadora la mira antes de que otros la vean.
wiki-idea-after = En pocas palabras, como máximo 140 caracteres. Los demás la ven enseguida; nada dice que es suya.
wiki-add = Añadir la idea
wiki-idea-shown = Gracias. Su idea se compara con las demás desde ahora.
wiki-idea-waiting = Gracias. Su idea espera a que una persona facilitadora la mire.
wiki-idea-empty = Escriba su idea.
wiki-idea-known = Esta idea ya está.
wiki-idea-many = No se pueden añadir más ideas.
wiki-keep-code = Este navegador guarda el código y le reconoce. En otro dispositivo lo necesita para seguir o para ver lo que eligió.
wiki-known-text = Este navegador no sabe cuáles son sus elecciones. Escriba el código de su recibo para seguir. Sin él nadie puede encontrarlas, tampoco nosotros.
wiki-nothing = Todavía no hay elecciones.
wiki-shown = Después del cierre todos ven cómo le fue a cada idea que compararon { $k } personas o más, y en cuántas comparaciones. A partir de { $crowd } personas también se entregan los votos pareja por pareja, para que cualquiera pueda contar de nuevo.
wiki-shown-named = Todos ven cómo le fue a cada idea que compararon { $k } personas o más, también mientras está abierta, y los votos pareja por pareja, sin nombres.
wiki-counts = { $people } personas decidieron { $n } comparaciones; en { $undecided } no pudieron.
wiki-results = Cómo les fue a las ideas
wiki-results-how = La fuerza de una idea es su probabilidad de ganar a otra idea sacada al azar, en porcentaje, sin importar con cuáles se encontró. El intervalo dice cuánto pudo desviarla el azar; cuenta comparaciones, no personas. El puntaje es más sencillo: cuántas veces ganó sus propias comparaciones, empezando en 50.
wiki-chart = Cada barra es la fuerza de una idea, la más fuerte primero; la línea fina es su intervalo. La tabla de abajo tiene las mismas cifras.
wiki-axis = Probabilidad de ganar
wiki-contests = { $n ->
    [one] { $n } comparación
   *[other] { $n } comparaciones
}
wiki-too-little = vista muy poco para saberlo
wiki-no-ideas = Ninguna idea fue comparada por suficientes personas para decir cómo le fue.
wiki-left-out = Sin datos
wiki-left-out-how = Menos de { $k } personas compararon estas ideas, así que quedan fuera de todas las cifras.
wiki-col-strength = Fuerza
wiki-col-interval = Intervalo
wiki-col-score = Puntaje
wiki-col-won = Ganadas
wiki-col-lost = Perdidas
wiki-col-from = De
wiki-from-start = el inicio
wiki-from-member = un miembro
wiki-files = Cualquier persona puede calcular de nuevo las cifras: descargue los votos y ejecute la orden de abajo.
wiki-files-not = Participaron muy pocas personas para entregar los votos pareja por pareja.
## Ballots of every form, and how they are counted

how-counted = Cómo se contará:
how-rules = Las reglas, tal como se cuentan
how-seats = Ganan { $n } opciones.
how-by-organisation = Cada organización tiene una voz, que comparten sus miembros que votan.
how-plurality = Cada persona elige una opción, y gana la más elegida.
how-irv = Mientras nadie tenga mayoría, la opción más débil sale y sus papeletas pasan a su siguiente preferencia.
how-borda = Cada puesto en su papeleta da puntos: el primero los que más, el último ninguno. Gana quien suma más puntos.
how-schulze = Se compara cada par de opciones en todas las papeletas. Gana la que vence a todas las demás; si hay un círculo, decide la cadena de victorias más fuerte.
how-ranked-pairs = Cada par de opciones lo decide su mayoría, empezando por la más clara. Se omite el par que contradiga a otros más claros.
how-minimax = Se compara cada par de opciones en todas las papeletas. Gana la opción cuya peor derrota es la más leve.
how-copeland = Se compara cada par de opciones en todas las papeletas. Gana la opción que vence en más pares.
how-kemeny = De todos los órdenes posibles se elige el que contradice menos preferencias de las papeletas.
how-stv = La opción con votos suficientes resulta elegida y los votos que le sobran pasan a las siguientes preferencias. Si ninguna llega, la más débil sale y sus votos pasan.
how-stv-meek = Cada opción elegida conserva solo la parte de cada voto que necesita; el resto pasa a las siguientes preferencias. Si ninguna llega, la más débil sale y sus votos pasan.
how-stv-warren = Cada opción elegida cobra el mismo precio a cada una de sus papeletas; el resto pasa a las siguientes preferencias. Si ninguna llega, la más débil sale y sus votos pasan.
how-approval = Cada marca es un voto. Gana quien tiene más votos.
how-score = Se suman las puntuaciones. Gana la suma más alta.
how-star = Se suman las puntuaciones. Las dos más altas se enfrentan y gana la que más papeletas puntúan mejor.
how-majority-judgment = Cada opción recibe la calificación del medio de todas las suyas. Gana la mejor; si son iguales, deciden las calificaciones de al lado.
how-dots = Se suman los puntos. Gana quien tiene más puntos.
how-quadratic = Se suman los votos. Gana quien tiene más votos; varios votos suyos para una misma opción cuestan cada vez más.
how-proportional-approval = Se elige el grupo de ganadoras que más satisface a las papeletas, y cada ganadora más en la misma papeleta cuenta menos. Así cada grupo bastante grande obtiene su parte.
how-phragmen = Se elige una opción tras otra, cada vez la que sus partidarios pueden cargar con menos peso. Así cada grupo bastante grande obtiene su parte.
how-equal-shares = Cada papeleta recibe la misma parte del presupuesto. Un proyecto se compra cuando quienes lo marcaron pueden pagarlo juntos, a partes iguales.
how-budget-greedy = Se compra el proyecto con más marcas que aún cabe en el presupuesto, y luego el siguiente.
how-proportional-ranking = La lista se hace desde arriba de modo que, se corte donde se corte, cada grupo de personas afines tenga en ella su parte.

paper-one = Elija una.
paper-approval = Marque todo lo que apoya, tantas opciones como quiera.
paper-budget = Hay { $budget } para gastar en total; lo que marque puede costar más en conjunto.
paper-cost = cuesta { $cost }
paper-scores = Dé a cada opción una puntuación de 0 a { $most }; { $most } es lo mejor.
paper-grades = Dé a cada opción una calificación:
paper-no-answer-is-0 = Una opción sin respuesta cuenta como 0.
paper-no-answer = Sin respuesta
paper-none = Ninguna de estas
paper-blank = Ninguna de estas: su papeleta cuenta como participación y no apoya nada.
paper-points = Tiene { $total } puntos. Ponga más en lo que más le importa; no hace falta usarlos todos.
paper-points-most = Una opción puede recibir { $most } como máximo.
paper-votes = Tiene { $credits } créditos para comprar votos; no hace falta usarlos todos.
paper-votes-price = Un voto para una opción cuesta 1 crédito, dos cuestan 4, tres cuestan 9, cuatro cuestan 16: votos por votos.
paper-running-points = { "{" }spent{ "}" } de { "{" }limit{ "}" } puntos usados
paper-running-credits = { "{" }spent{ "}" } de { "{" }limit{ "}" } créditos usados
paper-running-cost = Lo que ha marcado cuesta { "{" }spent{ "}" } en conjunto; hay { "{" }limit{ "}" } en total
paper-running-over = sobran { "{" }over{ "}" }
paper-points-used = { $spent } de { $total } puntos usados.
paper-credits-used = { $spent } de { $total } créditos usados.
paper-n-points = { $n ->
    [one] { $n } punto
   *[other] { $n } puntos
}
paper-n-votes = { $n ->
    [one] { $n } voto (1 crédito)
   *[other] { $n } votos ({ $cost } créditos)
}
paper-n-of = { $n } de { $most }
paper-unscored = { $n ->
    [one] { $n } opción no tiene respuesta: cuenta como 0.
   *[other] { $n } opciones no tienen respuesta: cuentan como 0.
}
paper-wrong-one = Elija una opción.
paper-wrong-several = Elija una opción, no { $n }.
paper-wrong-no-approval = Marque al menos una opción, o «Ninguna de estas».
paper-wrong-none-and-some = Ha marcado «Ninguna de estas» y también otras: quite lo uno o lo otro.
paper-wrong-nothing = Dé algo al menos a una opción.
paper-wrong-number = «{ $value }» para «{ $option }» no es un número entero: escriba 0, 1, 2…
paper-wrong-high = «{ $option }» puede recibir { $most } como máximo.
paper-wrong-points = Ha dado { $spent } puntos y tiene { $total }: quite { $over }.
paper-wrong-credits = Estos votos cuestan { $cost } créditos y tiene { $credits }: sobran { $over }.
grade-0 = A rechazar
grade-1 = Insuficiente
grade-2 = Aceptable
grade-3 = Buena
grade-4 = Muy buena
grade-5 = Excelente

## What stands beside an outcome

outcome-bought = { $n ->
    [0] No se compra nada.
    [one] Se compra esto:
   *[other] Se compran estos:
}
outcome-nobody = Nadie gana: hay un empate que ninguna regla de la ronda resuelve.
outcome-tie = Decidió un empate: { $options } estaban a la par, y { $by ->
    [lot] el sorteo
    [order] el orden de las opciones
   *[stage] una etapa anterior del recuento
} { $about ->
    [elimination] dejó fuera a { $picked }
   *[election] eligió a { $picked }
}.
outcome-and = { $most } y { $last }
outcome-n-options = { $n } opciones
outcome-more-ties = { $n ->
    [one] También decidió otro empate.
   *[other] También decidieron otros { $n } empates.
}
outcome-at-once = Se eligieron juntas; aquí están por sus votos.
outcome-stages-between = Etapas { $from } a { $to }
outcome-voices = Votaron { $people } personas. { $n ->
    [one] Juntas tienen la { $voices } voz de su organización.
   *[other] Juntas tienen las { $voices } voces de sus organizaciones.
}
outcome-voices-valid = { $n ->
    [one] { $voices } de ellas dice algo que se puede contar.
   *[other] { $voices } de ellas dicen algo que se puede contar.
}
outcome-purchases = Qué se compra y qué no
outcome-spent = Se gastan { $spent } de { $budget }.
outcome-cost = Cuesta
outcome-votes = Votos
outcome-is-bought = Se compra
outcome-yes = sí
outcome-no = no
outcome-votes-title = Votos
outcome-votes-description = Los votos de cada opción, de más a menos.
outcome-grades = Calificaciones del medio
outcome-grades-description = La calificación del medio de cada opción, la mejor primero: la mitad de las personas le da esa o una mejor.
outcome-defeats = Peores derrotas
outcome-defeats-description = Cuánto pierde cada opción ante su peor rival, la derrota más leve primero.
outcome-duels = Pares ganados
outcome-duels-description = Cuántos de sus pares gana cada opción, de más a menos; un empate cuenta la mitad.
outcome-paths = Caminos más fuertes
outcome-paths-description = Qué fuerza tiene la cadena de victorias más fuerte desde la opción de la fila hasta la de la columna. Quien tiene la más fuerte queda por encima.
outcome-locked-title = Cómo se decidieron los pares
outcome-locked-description = Del par más claro al más ajustado. Se omite el par que contradice a otros más claros.
outcome-locked = { $winner } por encima de { $loser } ({ $strength })
outcome-passed-over = { $winner } por encima de { $loser } ({ $strength }): se omite, pues contradice a otros más claros
outcome-passed-over-equals = { $winner } por encima de { $loser } ({ $strength }): se omite junto con otros igual de claros que cierran un círculo con él
insight-methods = Las mismas papeletas, contadas de otro modo
insight-first-under = { $option } queda en primer lugar, sola, con { $n } de los { $of } métodos de abajo que dicen quién queda primera.
insight-methods-how = Todos los métodos que pueden contar estas papeletas, con sus reglas habituales. Solo decide el de la ronda; los demás muestran cuánto depende del método.
insight-budgets-how = Lo que compraría con las mismas papeletas la otra manera de gastar un presupuesto. Solo decide el método de la ronda.
insight-method = Método
insight-first = Primera
insight-winners = Gana
insight-ours = decide
insight-same = igual
insight-left-out = Métodos que no aparecen
insight-repeats = aquí es lo mismo que { $method }
insight-other-form = cuenta papeletas de otra forma
insight-no-budget = necesita un presupuesto
insight-too-few = podría contar muy pocas de estas papeletas
insight-too-tangled = no puede probar su resultado con tantas opciones
insight-other = no puede contar estas papeletas
insight-firmness = ¿Qué tan firme es?
insight-firm = El resultado es firme.
insight-likely = El resultado es probable, pero no está a salvo del azar.
insight-open = Fue muy ajustado: bien podría haber salido otro resultado.
insight-tied = Decidió un empate, así que el resultado no es firme.
insight-same-winners = Las ganadoras son las mismas en { $share } de { $draws } repeticiones.
insight-same-bought = Se compra lo mismo en { $share } de { $draws } repeticiones.
insight-same-order = El orden completo es el mismo en { $share }.
insight-firmness-how = En cada repetición se sacaron al azar tantas papeletas como hay, algunas varias veces y otras ninguna, y se contaron de nuevo. Dice cuánto depende de quién votó, y nada de quienes nunca habrían votado.
insight-places-description = Para cada opción, cuántas veces queda en cada puesto, el primero más oscuro. El número dice cuántas veces queda primera. La tabla de abajo tiene las mismas cifras.
insight-place-first = primer puesto
insight-place-last = último puesto
insight-wins = Parte de las repeticiones que gana
insight-wins-description = Cuántas veces cada opción está entre las ganadoras, en todas las repeticiones.
insight-bought = Parte de las repeticiones en que se compra
insight-bought-description = Cuántas veces se compra cada opción, en todas las repeticiones.
insight-margin-none = Ningún cambio de papeletas podría hacer ganar a otras: cada opción tiene un puesto.
insight-margin-unknown = No se encontró ningún cambio de papeletas que lleve a otro resultado.
insight-margin-one = No pudo ser más ajustado: una sola papeleta distinta habría bastado para otro resultado.
insight-margin = { $least ->
    [one] Tendría que cambiar { $n } papeleta para otro resultado, y menos no bastaría.
   *[other] Tendrían que cambiar { $n } papeletas para otro resultado, y menos no bastarían.
}
insight-margin-between = { $least ->
    [one] Tendría que cambiar al menos { $n } papeleta para otro resultado; { $most } bastarían.
   *[other] Tendrían que cambiar al menos { $n } papeletas para otro resultado; { $most } bastarían.
}
insight-margin-instead = { $n ->
    [one] Entonces ganaría { $options }.
   *[other] Entonces ganarían { $options }.
}
insight-margin-bought = { $n ->
    [one] Entonces se compraría { $options }.
   *[other] Entonces se comprarían { $options }.
}
outcome-otherwise = Si un empate se hubiera resuelto de otro modo
insight-organisations = Por organización
insight-organisations-same = Con una voz por organización el resultado es el mismo: { $options }.
insight-organisations-other = Con una voz por organización el resultado sería otro: { $options }.
insight-members-same = Con una voz por persona el resultado es el mismo: { $options }.
insight-members-other = Con una voz por persona el resultado sería otro: { $options }.
insight-double-majority = { $option } tiene doble mayoría: también la apoyan { $n } de { $of } organizaciones.
insight-no-double-majority = { $option } no tiene doble mayoría: la apoyan { $n } de { $of } organizaciones.
insight-organisation = Organización
insight-ballots = Papeletas
insight-together = Organizaciones más pequeñas juntas
insight-organisations-how = La voz de cada organización la comparten sus miembros que votaron. Las columnas dicen qué habría decidido cada organización por sí sola.
insight-together-how = Las organizaciones en las que votaron pocas personas, y quienes no pertenecen a ninguna si son pocas, comparten una voz, para que no se pueda señalar a nadie.
insight-without = { $n ->
    [one] { $ballots } papeleta es de una persona sin organización y cuenta solo entre las personas.
   *[other] { $ballots } papeletas son de personas sin organización y cuentan solo entre las personas.
}
## Proposals: decisions by consent

nav-proposals = Propuestas
consent-what = Una propuesta es un texto con el que todas las personas pueden vivir, o todavía no. Las objeciones la mejoran: se cambia y pasa por otra ronda.
consent-none = Todavía no hay propuestas.
consent-round-n = Ronda { $n }
consent-answer = Decir su postura
consent-answered = Ya dijo su postura
consent-home-answer = Una propuesta espera su respuesta.
consent-see = Ver qué resultó
consent-see-history = Ver las rondas anteriores
consent-open-now = La ronda { $n } está abierta ahora.
consent-text = La propuesta
consent-options = Las opciones
consent-zero = Dejarlo como está
consent-change = Qué se cambió
consent-diff = Palabra por palabra
consent-removed = quitado:
consent-added = añadido:
consent-diff-end = fin
consent-no-diff = Las palabras son las mismas que en la ronda anterior.
consent-rule = Cuándo se aprueba
consent-rule-quorum = { $percent ->
    [0] Vale en cuanto participa alguien.
   *[other] Debe participar al menos el { $percent } % de quienes están en la lista.
}
consent-rule-least = Y al menos { $n } personas, para que no se reconozca a nadie.
consent-rule-block = { $n ->
    [0] Nadie la bloquea.
    [one] La bloquea como mucho una persona.
   *[other] La bloquean como mucho { $n } personas.
}
consent-rule-objection = { $n ->
    [0] Nadie la objeta.
    [one] La objeta como mucho una persona.
   *[other] La objetan como mucho { $n } personas.
}
consent-rule-veto = { $n ->
    [0] Nadie la veta.
    [one] La veta como mucho una persona.
   *[other] La vetan como mucho { $n } personas.
}
consent-rule-fist = { $n ->
    [0] Nadie muestra el puño.
    [one] Muestra el puño como mucho una persona.
   *[other] Muestran el puño como mucho { $n } personas.
}
consent-rule-support = La apoya al menos el { $percent } % de quienes participan. Cuenta como apoyo: { $levels }.
consent-rule-anybody = Alguien la apoya. Cuenta como apoyo: { $levels }.
consent-rule-aside = Se aparta como mucho el { $percent } % de quienes participan.
consent-rule-against = Está en contra menos del { $percent } % de quienes participan.
consent-rule-each = En cada organización, la apoya al menos el { $support } % de quienes participan y está en contra menos del { $against } %. Las organizaciones de las que participan menos de { $k } personas se cuentan juntas. De cada una de las demás se dice si se cumple.
consent-rule-each-named = En cada organización, la apoya al menos el { $support } % de quienes participan y está en contra menos del { $against } %.
consent-rule-systemic = Se aprueba la opción que encuentra menos resistencia en total, si encuentra menos que dejarlo todo como está.
consent-rule-missing = Una opción que no valora cuenta 5 de su parte.
consent-shown = Al cerrarse, todas las personas ven cuántas tomaron cada postura, por pocas que sean, y cada razón tal como se escribió, sin nombre. Así que no escriba nada que permita reconocerle.
consent-shown-confidential = Al cerrarse, todas las personas ven cuántas tomaron cada postura, por pocas que sean, y cada razón tal como se escribió, sin nombre pero con la organización si de ella participaron al menos { $k }.
consent-shown-named = Al cerrarse, todas las personas ven su nombre con su postura y su razón.
consent-shown-options = Al cerrarse, todas las personas ven cuánta resistencia encontró cada opción y cada razón tal como se escribió, sin nombre. A partir de { $n } respuestas se entregan también las valoraciones, sin orden y sin nombres.
consent-shown-floor = Si participan menos de { $k } personas, no se muestra nada.
consent-where = ¿Cuál es su postura?
consent-how-much = ¿Cuánto se resiste a cada opción?
consent-how-much-hint = 0 es ninguna resistencia, 10 significa que no podría vivir con ella. Valore tantas como quiera.
consent-not-rated = Sin valorar
consent-rating-0 = 0, ninguna resistencia
consent-rating-10 = 10, no podría vivir con ella
consent-reason = ¿Por qué?
consent-reason-needed = Hace falta con: { $levels }.
consent-reason-hint = Se muestra tal como la escriba.
consent-resolved-ask = Si objetó o tenía reservas en una ronda anterior: ¿están resueltas?
consent-resolved-hint = Cuántas personas dan cada respuesta se muestra al cerrarse la ronda.
consent-resolved-none = No tenía ninguna
consent-resolved-yes = Resueltas
consent-resolved-partly = Resueltas en parte
consent-resolved-no = No resueltas
consent-resolutions = Lo que dicen quienes tenían objeciones o reservas antes: resueltas para { $yes }, en parte para { $partly }, sin resolver para { $no }.
consent-send = Enviar mi respuesta
consent-wrong-choose = elija su postura
consent-wrong-reason = diga por qué: esta postura necesita una razón a la que se pueda responder
consent-wrong-long = use como mucho { $max } caracteres; son { $is }
consent-wrong-rate = valore al menos una opción
consent-wrong-rating = elija un número de 0 a 10, o déjela sin valorar
consent-wrong-resolved = elija una de las respuestas
consent-saved-title = Su respuesta se recibió.
consent-changed-title = Su respuesta se cambió.
consent-saved = Está guardada y se contará cuando se cierre esta ronda.
consent-keep = Guarde este código: anótelo o hágale una foto. Solo se muestra ahora. Con él puede ver su respuesta, y cambiarla o retirarla mientras esta ronda esté abierta.
consent-again-title = Ya respondió
consent-again = Escriba el código de su recibo para ver o cambiar su respuesta. Sin él nadie puede encontrarla, tampoco nosotros.
consent-again-typed = Lo que acaba de escribir se conserva en esta página. Escriba el código de su recibo para ponerlo en lugar de su respuesta anterior.
consent-open-answer = Abrir mi respuesta
consent-reason-given = Su razón

consent-level-agree = De acuerdo
consent-level-agree-hint = La apoyo.
consent-level-reservations = De acuerdo con reservas
consent-level-reservations-hint = Puedo vivir con ella, y digo qué me preocupa.
consent-level-stand-aside = Me aparto
consent-level-stand-aside-hint = No puedo apoyarla, y no quiero detener al grupo.
consent-level-block = Bloqueo
consent-level-block-hint = Va contra lo que defendemos; no debe aprobarse así.
consent-level-consent = Consentimiento
consent-level-consent-hint = Bastante buena por ahora, bastante segura para probarla.
consent-level-objection = Objeción
consent-level-objection-hint = Dañaría aquello para lo que estamos aquí, y puedo decir cómo.
consent-level-endorsement = Respaldo
consent-level-endorsement-hint = Me gusta.
consent-level-minor-point = De acuerdo, con un punto menor
consent-level-minor-point-hint = En lo básico me gusta.
consent-level-with-reservations = Apoyo con reservas
consent-level-with-reservations-hint = Puedo vivir con ella.
consent-level-abstain = Abstención
consent-level-abstain-hint = No me afecta.
consent-level-more-discussion = Hace falta más debate
consent-level-more-discussion-hint = Todavía no la entiendo bien.
consent-level-dislike = No me gusta, pero la apoyaré
consent-level-dislike-hint = No es gran cosa, pero no quiero frenar al grupo.
consent-level-disagree = Desacuerdo serio
consent-level-disagree-hint = No estoy a favor; no cuenten conmigo.
consent-level-veto = Veto
consent-level-veto-hint = La bloqueo.
consent-level-five = 5 dedos
consent-level-five-hint = Totalmente a favor, ayudaré a llevarla adelante.
consent-level-four = 4 dedos
consent-level-four-hint = Una buena idea.
consent-level-three = 3 dedos
consent-level-three-hint = Puedo vivir con ella.
consent-level-two = 2 dedos
consent-level-two-hint = Tengo dudas que habría que hablar.
consent-level-one = 1 dedo
consent-level-one-hint = Tengo dudas serias.
consent-level-fist = Puño
consent-level-fist-hint = No; la bloqueo.

consent-scale-consensus = Consenso
consent-scale-consent = Consentimiento
consent-scale-gradients = Grados de acuerdo
consent-scale-fist = Del puño a los cinco dedos
consent-scale-systemic = Consenso sistémico

consent-passed = Se aprobó.
consent-passed-reservations = { $n ->
    [one] Se aprobó, con las reservas de una persona.
   *[other] Se aprobó, con las reservas de { $n } personas.
}
consent-passed-option = Se aprobó: { $option }
consent-blocked = { $n ->
    [one] No se aprobó: una persona la detuvo.
   *[other] No se aprobó: { $n } personas la detuvieron.
}
consent-blocked-objection = { $n ->
    [one] No se aprobó: hay una objeción.
   *[other] No se aprobó: hay { $n } objeciones.
}
consent-blocked-next = Sus razones están abajo. Cada una es un motivo para cambiar la propuesta y hacer otra ronda.
consent-not-enough = No se aprobó: participaron muy pocas personas. Tenían que ser al menos { $n }.
consent-missed = No se aprobó: no cumplió lo que pide la regla.
consent-missed-support = La apoyan { $has } de { $of }, y hace falta el { $percent } %: { $short } más.
consent-missed-aside = Se apartan { $has } de { $of }, y puede hacerlo como mucho el { $percent } %: sobran { $short }.
consent-missed-against = Están en contra { $has } de { $of }, y debe ser menos del { $percent } %: sobran { $short }.
consent-missed-each = No se cumple lo que se pide de cada organización.
consent-missed-anybody = Nadie la apoya.
consent-tied = Sin decidir: estas opciones encontraron igual de poca resistencia.
consent-left = Se queda como está: ninguna opción encontró menos resistencia que eso.
consent-few = Participaron menos de { $k } personas, así que no se muestra nada.
consent-rest = Todas las demás organizaciones juntas
consent-chart = Las posturas
consent-chart-description = Una barra del pleno apoyo a la izquierda al bloqueo a la derecha; cada parte es tan ancha como su porcentaje. La lista de abajo tiene las mismas cifras.
consent-chart-options = Aceptación de las opciones
consent-chart-options-description = Cuanto más larga la barra, menos resistencia encontró la opción. La tabla de abajo tiene las mismas cifras.
consent-acceptance = Aceptación
consent-resistance = Resistencia
consent-rated-by = Valorada por
consent-stance = Postura
consent-people = Personas
consent-groups = Por organización
consent-group-holds = se cumple lo que se pide
consent-group-fails = no se cumple lo que se pide
consent-organisation = Organización
consent-took-part = Participaron
consent-for = A favor
consent-against = En contra
consent-said = Qué dijeron
consent-said-none = Nadie escribió una razón.
consent-earlier = Rondas anteriores
consent-decision-link = La decisión
consent-recount = Cualquiera puede volver a contar: descargue el archivo y ejecute la orden de abajo.

consent-decisions = Decisiones
consent-decisions-what = Qué se decidió, cuántas personas lo apoyan y cuándo se vuelve a mirar.
consent-no-decisions = Todavía no hay decisiones. Se registran cuando se aprueba una propuesta.
consent-decided-on = Decidido el { $day }
consent-review-on = Se vuelve a mirar el { $day }.
consent-review-due = Había que volver a mirarla el { $day }.
consent-home-review = Hay que volver a mirar una decisión.
consent-in-force = vigente
consent-replaced = sustituida
consent-replaced-by = En su lugar vale una decisión posterior.
consent-ended = terminada
consent-ended-on = Terminó el { $day }.
consent-turnout = Participaron { $n } de { $of }.
consent-support = La apoyan { $n } de { $of }.
consent-by-scale = Cómo se decidió
consent-lives-on = Reservas y dudas con las que se aprobó
consent-reviews = Revisiones
consent-review-keep = se mantuvo
consent-review-amend = pasó a otra ronda
consent-review-end = terminó
consent-from-proposal = La propuesta y sus rondas
consent-privacy = Una propuesta dice cuántas personas tomaron cada postura, por pocas que sean, y cada razón tal como se escribió, si en su ronda participaron { $k } personas. En una propuesta con nombre todas ven quién dijo qué.

## Retirar una postura o una valoración, y la regla de la coalición

consent-withdraw-how = Su postura y su razón se borran, y puede decir otra mientras esta ronda esté abierta.
consent-withdrawn = Puede decir otra postura, o ninguna, mientras la ronda esté abierta.
delphi-withdraw-how = Sus valoraciones y razones se borran, y puede participar de nuevo mientras el panel siga.
delphi-withdraw-how-later = Lo que dijo en esta ronda se borra. Las rondas cerradas ya se contaron y quedan como están.
delphi-withdrawn = Puede valorar de nuevo mientras la ronda esté abierta.
delphi-withdrawn-later = Puede valorar de nuevo mientras la ronda esté abierta. Las rondas cerradas quedan como están.
consent-rules = La regla de la coalición
consent-rules-what = Así decide la coalición, según cómo se responda. Una propuesta puede apartarse de ello; su regla se ve antes de responder y queda fija al abrirse la ronda.
consent-rules-unset = La coalición todavía no ha fijado una regla propia. Vale lo habitual en cada escala.
consent-rules-first = nuestra forma habitual
consent-asked-of-each = Lo que se pide a cada una
## Tableros: lo que se actualiza con varias personas a la vez

board-fares-steps = Se actualiza con los votos de varias personas a la vez, para que nunca revele cómo votó una sola.
