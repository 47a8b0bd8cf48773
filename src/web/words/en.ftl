skip = Skip to the content
table-label = Table; it can be scrolled sideways
nav-label = Main
nav-home = Home
nav-surveys = Surveys
nav-rounds = Rounds
nav-goals = Goals
signed-in-as = Signed in as { $name }.
sign-out = Sign out
privacy-link = What is kept, and what is not
error-title = Error:
error-summary = There is a problem

sign-in-needed = Please sign in
sign-in-how = Open your personal link. If you have lost it, ask an organiser of your coalition for a new one.
not-found = There is nothing here
not-found-how = The address may be mistyped, or the link has been used or replaced by a newer one.
not-yours = This is not for you to see
not-yours-how = It is for facilitators or organisers of the coalition. Ask one of them if you think you should see it.
broken = We could not do this just now
broken-how = What is stored is safe. Go back, where what you typed still stands in the form, and try again in a minute.
not-now = This is not possible now
not-taken = This could not be taken in
to-first-page = Go to the first page
stale-form = The form was opened in another session. Open the page again and send it from there.
changed-meanwhile = Somebody else changed this just now. Nothing of yours was written over it: look at the page again and repeat what you wanted.

hindered-not-open = It is not open yet.
hindered-closed = It is closed, so answers can no longer be given or changed.
hindered-still-open = It is still open. Everybody sees the results once it is closed.
hindered-taken-part = You have already taken part. To change what you said, enter the code of your receipt.
hindered-not-on-roll = You are not on the roll, which was fixed when this was opened.
hindered-receipt = No entry has this receipt code. Check it letter by letter.
hindered-too-few = Too few people took part to show anything without pointing at somebody.
hindered-nothing = { $n } took part, and nobody supports any option.

welcome = Welcome, { $name }
welcome-link = This link is yours alone. Do not pass it on: whoever opens it can answer as you.
continue-as = Continue as { $name }
guest-welcome = You can answer without an account, once in this browser.
start = Start

hello = Hello, { $name }
home-todo = For you to do
home-nothing-open = Nothing is open just now.
home-answered = You have answered
home-voted = You have voted
minutes = { $n ->
    [one] Takes about { $n } minute.
   *[other] Takes about { $n } minutes.
}
home-rank = { $n ->
    [one] { $n } option to choose from.
   *[other] { $n } options to choose from.
}
home-results = What came of it
home-no-results = No results yet. They appear here when a survey or round is closed.
home-goals = Our goals
home-no-goals = No goals yet. They are drafted from what members said and decided.
check-in-overdue = A check-in is overdue.
state-draft = draft
state-open = open
state-closed = closed
goal-adopted = adopted
goal-done = done
goal-dropped = dropped
no-surveys = No surveys yet.
no-rounds = No rounds yet.
see-results = See the results
rounds-what = In a round, members rank, approve, score or share out points, and the ballots are counted by rules that are fixed before the first one is cast.
vote = Vote
see-outcome = See the outcome
turnout = { $n } of { $of } have taken part.

privacy-title = What is kept, and what is not
privacy-anonymous = Anonymous.
privacy-anonymous-text = Your answer is kept without your name, your organisation or a time. Who has answered is kept apart from what was said.
privacy-confidential = Confidential.
privacy-confidential-text = Your answer is kept with your organisation but without your name or a time.
privacy-named = Named.
privacy-named-text = Your answer is kept with your name. Organisers can see it.
privacy-floor = No page and no file shows a figure about fewer than { $k } people.
privacy-votes = A round tells how many votes each option got at each stage, however few. From { $n } ballots on, it also hands out the shuffled ballots without names, so that anybody can count again.
privacy-early = Nobody sees results, not even organisers, before a survey or round is closed.
privacy-receipt = With your receipt you can see your own entry, and change it while it is open; you can also take back your answer to a survey, to a proposal, or to the open round of a panel. Nobody can look up your entry without it.
privacy-cookies = One cookie keeps you signed in and one remembers your language. Where you take part again and again, as on a board, one keeps the code of your receipt for its pages. When you have voted, one keeps it for ten minutes, so that its page can be loaded again. There are no others, and no visitor statistics.
privacy-limit = The limit: somebody who controls the server while a survey or round is open could watch what comes in. At the close, everything that tells the order of arrival is dropped. For votes under threat, use paper and a box.

other = Other
other-words = If other: what?
dont-know = Don’t know
optional = (optional)
importance = Importance
satisfaction = Satisfaction
at-most-characters = At most { $n } characters.
divide-points = Divide exactly { $n } points.
place = { $n ->
    [1] First choice
    [2] Second choice
    [3] Third choice
   *[other] Choice { $n }
}
no-choice = No choice
no-rank = Not ranked
rank-how = Give 1 to what should come first. You can leave options unranked. The arrows move an option up and down.
move-up = Move “{ $option }” up
move-down = Move “{ $option }” down
block-n = Set { $n } of { $of }
block-item = What is compared

quoted = “{ $words }”
wrong-required = Please answer this.
wrong-too-few = Pick at least { $n }.
wrong-too-many = Pick at most { $n }.
wrong-choice = Pick one of the choices.
wrong-number = “{ $value }” is not a number. Write it like 12 or 12.5.
wrong-whole = Write a whole number.
wrong-range = Stay within the limits { $min } to { $max }.
wrong-long = Use at most { $max } characters; these are { $is }.
wrong-date = “{ $value }” is not a day. Write it like 2026-11-23.
wrong-same-place = { $choices } have the same place { $place }. Give each its own.
wrong-twice = “{ $choice }” has more than one place. Name it once.
wrong-gap = Place { $place } is empty although a later one is filled. Fill it, or move the later ones up.
wrong-best-worst = In set { $n }, “{ $choice }” cannot be both best and worst.
wrong-block = In set { $n }, pick both a best and a worst.
wrong-points = The points add up to { $is }. Divide exactly { $total }.
wrong-exclusive = “{ $choice }” goes alone: pick it, or the others.
wrong-other = Say in a few words what the other is.
wrong-many = Only one answer fits here.
wrong-field = This does not belong to the form. Open the page again.

step = Part { $n } of { $of }
continue = Continue
back = Back
change = Change
send = Send my answers
check-answers = Check your answers
not-answered = Not answered
thanks-title = Thank you. Your answers are in.
changed-title = Your answers have been changed.
receipt-saved = They are safely stored.
receipt-code = Your receipt code:
receipt-keep = Keep this code: write it down or take a picture. It is shown only now. With it you can see what was stored, and change or withdraw it while this is open.
receipt-check = Check an entry by its receipt
receipt-field = Receipt code
receipt-hint = 20 letters and digits, such as K7QF-2M9T-XW4P-R8ZD-3NHC.
look-up = Look it up
taken-part-title = You have answered
taken-part-text = Enter the code of your receipt to see or change your answers. Without it nobody can find them, not even we.
taken-part-typed = What you typed just now is kept on this page. Enter the code of your receipt to put it in place of your earlier answers.
open-answers = Open my answers
send-change = Change my earlier entry
found-title = This is what is stored
found-closed = It is closed, so it can no longer be changed.
change-answers = Change it
withdraw = Take it back
withdraw-how = Your entry is deleted, and you may take part anew while this is open.
withdrawn-title = Your answers are deleted
withdrawn-text = You may answer anew while the survey is open.

check-ballot = Check your ballot
unranked = { $n ->
    [one] { $n } option is not ranked: it stands below all the others.
   *[other] { $n } options are not ranked: they stand below all the others.
}
unranked-in-stages = { $n ->
    [one] { $n } option is not ranked: your ballot never counts for it.
   *[other] { $n } options are not ranked: your ballot never counts for them.
}
cast = Cast my ballot
ballot-cast = Your ballot is cast.
ballot-changed = Your ballot has been changed.
ballot-keep = Keep this code: write it down or take a picture. It is shown only now. With it you can see your ballot, and change it while this is open.
ballot-saved = It is safely stored and will be counted when the round is closed.
voted-title = You have voted
voted-text = Enter the code of your receipt to see or change your ballot. Without it nobody can find it, not even we.
open-ballot = Open my ballot

fewer-than = Fewer than { $k } people answered, so nothing is shown.
results-from = { $n ->
    [one] From { $n } response, { $day }.
   *[other] From { $n } responses, { $day }.
}
results-imported = Imported from { $file }.
floor-note = Figures about fewer than { $k } people are left out or given as a bound, so that nobody can be recognised.
needs-title = Needs by priority
needs-how = A need comes first when many find it important and few are satisfied: priority = importance × (1 − satisfaction). The range in brackets is the 95 % interval: how far off chance could have put the figure.
needs-caption = All needs with their figures
rank = Rank
need = Need
answers = Ratings
priority = Priority
quadrant = Quadrant
quadrant-title = Importance and satisfaction
quadrant-description = Each number is a need, by its rank. High up is important, far right is satisfying. The lines stand at the means. The table below has the same figures.
quadrant-focus = Focus here
quadrant-keep = Keep it up
quadrant-low = Low priority
quadrant-over = Possible overkill
band-very-high = very high
band-high = high
band-medium = medium
values-title = What we value
values-how = In each set, people picked what matters most and least to them. The score is how often a value was best less how often it was worst, by how often it was shown: from −1 to 1.
values-description = The bars go right for values picked as best more often than as worst, and left for the others. The table below has the same figures.
values-axis = Best-worst score
values-caption = All values with their counts
value = Value
best = Best
worst = Worst
shown = Shown
score = Score
ratings-title = Ratings
ratings-description = Share of people who gave one of the two highest points, with its 95 % interval.
ratings-axis = Share of the two highest points
item = Item
mean = Mean
under = under { $share }
over = over { $share }
suppressed = not shown
files = Files

winners = { $n ->
    [one] The outcome
   *[other] The outcome, { $n } options
}
picks-counted = These are the ranked picks given in a survey.
story = How it was counted
order = The whole order
stages-title = Stage by stage
stages-description = The votes of each option at each stage of the count. The table below has the same figures.
stage-n = Stage { "{" }n{ "}" }
stage-needed = Needed to win: { $votes }
stage-needed-more = Needed to win: more than { $votes }
stage-exhausted = No further choice
stage-elected = elected
stage-eliminated = goes out
stage-others = { "{" }n{ "}" } more options, together
stage-skipped = Stages { "{" }from{ "}" } to { "{" }to{ "}" }: out went { "{" }names{ "}" }
as-table = As a table
option = Option
scores-title = Points
scores-description = The points of each option, the highest first.
pairs-title = Pair by pair
pairs-description = Each row tells how many ballots put its option above the option of the column. The columns have the numbers of the rows.
wins = wins
loses = loses
ties = tied
recount-not = Too few people voted to hand out their ballots: a whole ranking can give a person away.
recount-how = Anybody can count again: download the ballots and the rules and run the command below.

smart = As a SMART goal
progress = Progress
progress-description = The line goes from check-in to check-in; the thin one is the straight way from the baseline to the target.
baseline = Baseline
baseline-under = Baseline under
baseline-over = Baseline over
target = Target
next-check-in = Next check-in: { $day }.
open-points = Questions to the group
check-ins = Check-ins

## Boards

board-boards = Boards
board-what = On a board, members write statements and agree, disagree or pass on them. It shows what everyone can support and what divides.
board-none = No boards yet.
board-go-on = Go on
board-vote = Vote
board-home = Say what you think of others’ statements, and write your own.
board-home-taken = You have taken part
board-no-statements = There are no statements to vote on yet. Write the first one, or come back later.
board-all-seen = You have voted on every statement that is up for now. Come back for new ones.
board-later = For later
board-left = { $n ->
    [one] { $n } statement left
   *[other] { $n } statements left
}
board-pages = Pages of the list
board-page = Page { $n }
board-progress = You have voted on { $n } of { $of } statements.
board-write = Write a statement
board-one = One statement at a time
board-list = All statements as a list
board-mine = My votes and statements
board-so-far = Results so far
board-privacy = A board tells how many agree, disagree and pass on a statement once enough people have voted on it. From { $n } participants on, it also hands out whole votes, shuffled and without names, so that anybody can count again.
board-important = Important to me
board-agree = Agree
board-disagree = Disagree
board-pass = Pass
board-take-back = Take my vote back
board-come-back = Come back later
board-translated = Translated from { $language }. In the original:
board-written-in = Written in { $language }.
board-taken = You are taking part
board-keep = This browser remembers it. Write it down if you want to see or change your votes on another device.
board-known = Which votes are yours?
board-known-how = You have taken part in this board with another browser. Enter the code of your receipt to go on there: nobody can look it up for you.
board-carried = The statement you have just written is kept and comes back in the form.
board-know-me = Go on
board-write-how = One thought in one sentence that others can agree or disagree with. It stands without your name, unless the board is named.
board-write-limit = { $n ->
    [one] Each member may write { $n } statement.
   *[other] Each member may write { $n } statements.
}
board-moderated-before = A facilitator looks at it before it is up for vote.
board-moderated-after = It is up for vote at once. A facilitator may turn it down later.
board-edit = Change the words
board-edit-how = This is possible until somebody has voted on it.
board-statement = Statement
board-language = Language
board-send = Send the statement
board-wrong-empty = Write your statement in a sentence.
board-wrong-already = Statement { $number } says this already. Vote on it instead.
board-wrong-all = Each member may write { $n } statements here, and you have written yours.
board-wrong-language = Choose one of the languages of this board.
board-code = The code of your receipt
board-forget = Forget it in this browser
board-forget-how = On a shared device, whoever comes after you should not see your votes. Write the code down first.
board-wrote = What you wrote
board-votes = Your votes: { $n }
board-no-votes = You have not voted yet.
board-waiting = Waits for a facilitator.
board-turned-down = Turned down.
board-reason = The reason given:
board-merged = It says the same as statement { $number }. The votes count for that one.
board-fares = How it fares
board-fares-told = Of { $n } who voted, { $agree } agree, { $disagree } disagree and { $pass } pass.
board-fares-hidden = You see how it fares once { $k } have voted on it.
board-signed = It stands with your name.
board-n-votes = { $n ->
    [one] { $n } vote
   *[other] { $n } votes
}
board-running = The board is still open. What is shown follows several people at a time, so that it never tells how one person voted.
board-counted = { $n } people cast { $votes } votes on { $statements } statements.
board-groups = Who votes alike
board-group = Group { $name }
board-n-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
board-fewer = fewer than { $k } people
board-groups-crowd = Fewer than { $n } people voted. Groups and the map would point at single people, so only the votes of everybody together are shown.
board-groups-none = There are no opinion groups: people differ, but they do not fall into groups.
board-groups-weak = There may be { $n } opinion groups, but they are weakly told apart: with a few other voters they might look different.
board-groups-clear = There are { $n } opinion groups, clearly told apart.
board-map = Map of opinions
board-map-how = Each mark is one person. The nearer two marks stand, the more alike the two voted. Groups differ in shape and colour.
board-map-all = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
board-map-others = in no group
board-typical = What sets this group apart:
board-agrees = agrees
board-disagrees = disagrees
board-unopposed = What it wants and no other group opposes:
board-common = Common ground
board-common-how = What everyone can support: in every group many agree and few disagree. The measure goes from 0 to 1; disagreement counts against it. The surest come first.
board-common-none = No statement is common ground yet.
board-common-figure = Common ground { $value } (95 % interval { $low } to { $high })
board-divisive = What divides
board-divisive-how = Where two groups stand furthest apart, beyond what chance would explain.
board-divisive-none = No statement divides the groups beyond what chance would explain.
board-divisive-figure = { $more } is more in favour than { $less }: { $gap } points apart
board-bridging = Bridges between groups
board-bridging-how = What each group by itself would pass.
board-bridging-none = No statement would be passed by each group.
board-organisations = By organisation
board-organisations-how = Organisations of which fewer than { $k } people voted are not shown by themselves. “Not shown” stands where a figure would tell of fewer people.
board-org-common = Common ground of the organisations
board-org-divisive = What divides the organisations
board-org-bridging = Bridges between organisations
board-majority = What a majority thinks
board-majority-none = No statement has a clear majority for or against it.
board-majority-agree = For
board-majority-disagree = Against
board-everybody = Everybody
board-not-told = not shown
board-bar = { $name }: { $agree } agree, { $pass } pass, { $disagree } disagree.
board-all = All statements
board-all-how = “–” stands where fewer than { $k } people voted, or called it important.
board-column-votes = Votes
board-meta = about who takes part
board-recount = Anybody can count again: download the votes and the comments and run the command below. The files are laid out as Polis exports them.
board-recount-not = Fewer than { $n } people voted, so whole votes are not handed out: what somebody voted on many statements can give her away.
board-hindered-not-up = This statement is not up for vote any more.
board-hindered-changed = The words of this statement were changed just now. Read them again before you vote.
board-hindered-voted = Somebody has voted on this statement, so its words stay as they are.
board-hindered-writing = On this board, only facilitators write statements.
board-live-hidden = Results are shown once the board is closed.
board-live-join = Vote at { $address }
board-statements-up = { $n ->
    [one] { $n } statement
   *[other] { $n } statements
}
board-stances = How the groups stand
board-stances-how = The options are common ground of a board. So people voted on them there:
## Delphi panels

delphi-privacy = A panel shows after each of its rounds what the group said in it: of an item, the median, the middle half and the reasons from { $k } people on, how many gave each point from { $n } on, and from then on also the ratings without names. A wiki survey tells how each idea fared that { $k } or more people compared, and from { $n } people on the votes pair by pair.
delphi-list = Panels
delphi-what = In a panel you rate the same items over several rounds. In between you see what the group said and why, and you can change your mind.
delphi-none = No panels yet.
delphi-rate = Give my ratings
delphi-round = Round { $n }
delphi-round-of = Round { $n } of at most { $most }
delphi-items = { $n ->
    [one] { $n } item to rate.
   *[other] { $n } items to rate.
}
delphi-again = Round { $n } is open: see what the group said, and keep or change your ratings.
delphi-rule-title = When this ends, and what is shown
delphi-rule-order = First it is asked whether people still change their minds about an item. Only when they do not, it is asked whether they agree: agreement alone ends nothing.
delphi-rule-moved = An item is at rest when less than { $n } % of the ratings moved to another point since the round before.
delphi-rule-changed = An item is at rest when at most { $n } % of those who rated it twice changed their rating.
delphi-rule-kappa = An item is at rest when the two ratings of those who rated it twice agree with a weighted kappa of at least { $x }.
delphi-rule-iqr = An item is at rest when the width of the middle half of the ratings changed by at most { $x }.
delphi-rule-rand = People agree when the ratings are no wider apart than the RAND/UCLA method allows for where they lie.
delphi-rule-share = People agree when at least { $n } % of the ratings lie in one third of the scale and less than { $m } % in the opposite third.
delphi-rule-agree-iqr = People agree when the middle half of the ratings spans at most { $x } points.
delphi-rule-drop = An item that is at rest is settled, in agreement or not, and is not asked again.
delphi-rule-keep = An item that is at rest is settled, in agreement or not. It is asked again as long as the panel goes on.
delphi-rule-rounds = It ends when everything is settled, and after { $n } rounds in any case.
delphi-rule-fixed = This was declared before the first answer. Nobody can change it.
delphi-shown = After each round everybody sees, of an item that { $k } or more people rated, the median, the middle half of the ratings and the reasons; from { $crowd } people on also how many gave each point. Of fewer than { $k } nothing is shown.
delphi-shown-named = After each round everybody sees, of an item that { $k } or more people rated, how many gave each point, and the reasons with names. Of fewer than { $k } nothing is shown.
delphi-reasons-warn = Your reasons are shown to the others after the round, shuffled and without your name. Write nothing that tells who you are.
delphi-reasons-named = Your reasons are shown to the others after the round, with your name.
delphi-your-rating = Your rating
delphi-reason = Why? (optional)
delphi-group = What the group said in round { $n }
delphi-median = Median { $median }; the middle half of the ratings lies from { $q1 } to { $q3 }.
delphi-own = Your rating in round { $n } was { $rating }.
delphi-own-none = You gave no rating in round { $n }.
delphi-own-mark = you
delphi-reasons = { $n ->
    [one] { $n } reason
   *[other] { $n } reasons
}
delphi-hidden = Fewer than { $k } people rated this, so nothing is shown.
delphi-dropped = { $n ->
    [one] { $n } item is settled and not asked again
   *[other] { $n } items are settled and not asked again
}
delphi-send = Send my ratings
delphi-saved = Thank you. Your ratings are in.
delphi-changed = Your ratings have been changed.
delphi-keep-code = Keep this code: it is shown only when you send ratings. This browser keeps it too and knows you again in the next round. On another device you need it to see and revise what you said.
delphi-revise = Look at my ratings again
delphi-late = The round you answered was closed before your ratings came in, so they were not counted. This is round { $n }: look at what the group said, and send them if you still think so.
known-title = You have taken part
delphi-known-text = This browser does not know which ratings are yours. Enter the code of your receipt to see them beside those of the group and to revise them. Without it nobody can find them, not even we.
delphi-asking = Round { $n } is open. What stands here is from the rounds before.
delphi-between = Round { $n } is closed. The next one has not been opened yet.
delphi-all-settled = The panel is over: every item is settled.
delphi-most-rounds = The panel is over: its { $n } rounds have been held.
delphi-early = The panel was ended before its rule said so. The reason given: { $reason }
delphi-turnout = Round { $n }: { $people } of { $of } took part.
delphi-turnout-few = Round { $n }: fewer than { $k } took part.
delphi-findings = What is settled
delphi-for = Settled, and agreed: high
delphi-uncertain = Settled, and agreed: in the middle
delphi-against = Settled, and agreed: low
delphi-disagreed = Settled in disagreement
delphi-unsettled = Not settled
delphi-since = Settled in round { $n }.
delphi-drift = How the ratings moved
delphi-drift-how = For each item and round: the dot is the median, the box the middle half of the ratings. The table below has the same figures.
delphi-measures = Every measure
delphi-measures-how = A is van der Eijk’s agreement, from −1 for two camps to 1 for a single point. DI is the disagreement index of the RAND/UCLA method: above 1 there is disagreement. A dash stands where there is nothing to tell or too few people to tell it of.
delphi-col-round = Round
delphi-col-people = People
delphi-col-median = Median
delphi-col-half = Middle half
delphi-col-a = A
delphi-col-di = DI
delphi-col-third = In the largest third
delphi-col-moved = Moved
delphi-col-kappa = Kappa
delphi-col-rest = At rest
delphi-col-agree = Agreed
delphi-yes = yes
delphi-no = no
delphi-why = Why people rated as they did
delphi-files = Anybody can work the figures out again: download the ratings and run the command below. Participants are numbered in a random order.
delphi-files-not = Too few people took part to hand out their ratings: a whole row of ratings can give a person away.

## Wiki surveys

wiki-list = Wiki surveys
wiki-what = In a wiki survey you see two ideas at a time and choose one, as often as you like. It sorts many ideas early on.
wiki-none = No wiki surveys yet.
wiki-choose = Choose between ideas
wiki-home = Choose between two ideas at a time, as often as you like.
wiki-begun = You have begun; you can go on.
wiki-cannot = I can’t decide
wiki-why = Why? You need not say.
wiki-why-unsaid = I would rather not say
wiki-why-good = Both are good
wiki-why-bad = I like neither
wiki-why-same = They come to the same
wiki-why-unknown = I don’t know enough about them
wiki-next = Show me other ideas
wiki-all-seen = You have seen every pair of ideas there is. Thank you!
wiki-done = { $n ->
    [one] You have compared { $n } pair. It counts already.
   *[other] You have compared { $n } pairs. They count already.
}
wiki-undo = Take my last choice back
wiki-stop = You may stop at any time and come back later. There is nothing to send at the end.
wiki-another = Is something missing?
wiki-idea = Idea
wiki-idea-before = In a few words, at most 140 characters. A facilitator looks at it before others see it.
wiki-idea-after = In a few words, at most 140 characters. Others see it at once; nothing tells that it is yours.
wiki-add = Add the idea
wiki-idea-shown = Thank you. Your idea is compared with the others from now on.
wiki-idea-waiting = Thank you. Your idea waits for a facilitator to look at it.
wiki-idea-empty = Write your idea.
wiki-idea-known = This idea is there already.
wiki-idea-many = No more ideas can be added.
wiki-keep-code = This browser keeps the code and knows you again. On another device you need it to go on or to see what you chose.
wiki-known-text = This browser does not know which choices are yours. Enter the code of your receipt to go on. Without it nobody can find them, not even we.
wiki-nothing = No choices yet.
wiki-shown = After the close everybody sees how each idea fared that { $k } or more people compared, and from how many contests. From { $crowd } people on, the votes pair by pair are handed out too, so that anybody can count again.
wiki-shown-named = Everybody sees how each idea fared that { $k } or more people compared, also while this is open, and the votes pair by pair, without names.
wiki-counts = { $people } people decided { $n } contests; in { $undecided } they could not.
wiki-results = How the ideas fared
wiki-results-how = An idea’s strength is its chance to win against another idea drawn by lot, in percent, whichever ideas it happened to meet. The interval tells how far off chance could have put it; it counts contests, not people. The score is plainer: how often it won its own contests, beginning at 50.
wiki-chart = Each bar is the strength of an idea, the strongest first; the thin line is its interval. The table below has the same figures.
wiki-axis = Chance to win
wiki-contests = { $n ->
    [one] { $n } contest
   *[other] { $n } contests
}
wiki-too-little = too little seen to tell
wiki-no-ideas = No idea was compared by enough people to tell how it fared.
wiki-left-out = Not told
wiki-left-out-how = Fewer than { $k } people compared these ideas, so they are left out of all figures.
wiki-col-strength = Strength
wiki-col-interval = Interval
wiki-col-score = Score
wiki-col-won = Won
wiki-col-lost = Lost
wiki-col-from = From
wiki-from-start = the start
wiki-from-member = a member
wiki-files = Anybody can work the figures out again: download the votes and run the command below.
wiki-files-not = Too few people took part to hand out the votes pair by pair.
## Ballots of every form, and how they are counted

how-counted = How it will be counted:
how-rules = The rules, as they are counted
how-seats = { $n } options win.
how-by-organisation = Every organisation has one voice, which its members who vote share.
how-plurality = Everybody picks one option, and the one picked most wins.
how-irv = As long as nobody has a majority, the weakest option goes, and its ballots move to their next choice.
how-borda = Every place on your ballot gives points: the first the most, the last none. The most points win.
how-schulze = Every pair of options is compared over all ballots. The option that beats every other one wins; in a circle, the strongest chain of wins decides.
how-ranked-pairs = Every pair of options is decided by its majority, the clearest first. A pair that would contradict clearer ones is passed over.
how-minimax = Every pair of options is compared over all ballots. The option whose worst defeat is the mildest wins.
how-copeland = Every pair of options is compared over all ballots. The option that wins the most pairs wins.
how-kemeny = Of all possible orders, the one that contradicts the fewest preferences on the ballots is chosen.
how-stv = An option with enough votes is elected, and the votes it does not need move to the next choices. When none has enough, the weakest goes and its votes move on.
how-stv-meek = Every elected option keeps just the part of each vote that it needs; the rest moves to the next choices. When none has enough, the weakest goes and its votes move on.
how-stv-warren = Every elected option takes the same price from each of its ballots; the rest moves to the next choices. When none has enough, the weakest goes and its votes move on.
how-approval = Every tick is one vote. The most votes win.
how-score = The scores are added up. The highest sum wins.
how-star = The scores are added up. The two highest meet, and the one that more ballots score higher wins.
how-majority-judgment = Every option gets the middle one of all its grades. The best middle grade wins; where they are equal, the grades beside it decide.
how-dots = The points are added up. The most points win.
how-quadratic = The votes are added up. The most votes win; several votes of yours for one option cost more each.
how-proportional-approval = The group of winners that satisfies the ballots most is chosen, and each further winner on the same ballot counts less. So every large enough group gets its share.
how-phragmen = One option after the other is elected, each time the one that its supporters can carry most lightly. So every large enough group gets its share.
how-equal-shares = Every ballot gets the same part of the budget. A project is bought when those who ticked it can pay for it together, in equal parts.
how-budget-greedy = The project with the most ticks that still fits into the budget is bought, then the next.
how-proportional-ranking = The list is built from the top so that, wherever it is cut, every group of like-minded members has its fair share of it.

paper-one = Pick one.
paper-approval = Tick everything you support, as many as you like.
paper-budget = There is { $budget } to spend in all; your ticks may cost more together.
paper-cost = costs { $cost }
paper-scores = Give each option a score from 0 to { $most }; { $most } is best.
paper-grades = Give each option a grade:
paper-no-answer-is-0 = An option that you give no answer counts as 0.
paper-no-answer = No answer
paper-none = None of these
paper-blank = None of these: your ballot counts as taking part, and supports nothing.
paper-points = You have { $total } points. Put more on what matters more to you; you need not use them all.
paper-points-most = One option can get { $most } at most.
paper-votes = You have { $credits } credits to buy votes with; you need not use them all.
paper-votes-price = One vote for an option costs 1 credit, two cost 4, three cost 9, four cost 16: votes times votes.
paper-running-points = { "{" }spent{ "}" } of { "{" }limit{ "}" } points used
paper-running-credits = { "{" }spent{ "}" } of { "{" }limit{ "}" } credits used
paper-running-cost = What you ticked costs { "{" }spent{ "}" } together; there is { "{" }limit{ "}" } in all
paper-running-over = { "{" }over{ "}" } too many
paper-points-used = { $spent } of { $total } points used.
paper-credits-used = { $spent } of { $total } credits used.
paper-n-points = { $n ->
    [one] { $n } point
   *[other] { $n } points
}
paper-n-votes = { $n ->
    [one] { $n } vote (1 credit)
   *[other] { $n } votes ({ $cost } credits)
}
paper-n-of = { $n } of { $most }
paper-unscored = { $n ->
    [one] { $n } option has no answer: it counts as 0.
   *[other] { $n } options have no answer: they count as 0.
}
paper-wrong-one = Pick one option.
paper-wrong-several = Pick one option, not { $n }.
paper-wrong-no-approval = Tick at least one option, or “None of these”.
paper-wrong-none-and-some = You ticked “None of these” and others too: take one or the other back.
paper-wrong-nothing = Give at least one option something.
paper-wrong-number = “{ $value }” for “{ $option }” is not a whole number: write 0, 1, 2 …
paper-wrong-high = “{ $option }” can get { $most } at most.
paper-wrong-points = You gave { $spent } points, and you have { $total }: take { $over } back.
paper-wrong-credits = These votes cost { $cost } credits, and you have { $credits }: they are { $over } too many.
grade-0 = Reject
grade-1 = Poor
grade-2 = Acceptable
grade-3 = Good
grade-4 = Very good
grade-5 = Excellent

## What stands beside an outcome

outcome-bought = { $n ->
    [0] Nothing is bought.
    [one] This is bought:
   *[other] These are bought:
}
outcome-nobody = Nobody wins: there is a tie that no rule of the round resolves.
outcome-tie = A tie decided: { $options } were level, and { $by ->
    [lot] the lot
    [order] the order of the options
   *[stage] an earlier stage of the count
} { $about ->
    [elimination] sent out { $picked }
   *[election] chose { $picked }
}.
outcome-and = { $most } and { $last }
outcome-n-options = { $n } options
outcome-more-ties = { $n ->
    [one] Another tie decided, too.
   *[other] { $n } more ties decided, too.
}
outcome-at-once = They were chosen together, and stand here by their votes.
outcome-stages-between = Stages { $from } to { $to }
outcome-voices = { $people } people voted. { $n ->
    [one] Together they have the { $voices } voice of their organisation.
   *[other] Together they have the { $voices } voices of their organisations.
}
outcome-voices-valid = { $n ->
    [one] { $voices } of them says something that can be counted.
   *[other] { $voices } of them say something that can be counted.
}
outcome-purchases = What is bought, and what not
outcome-spent = { $spent } of { $budget } is spent.
outcome-cost = Costs
outcome-votes = Votes
outcome-is-bought = Bought
outcome-yes = yes
outcome-no = no
outcome-votes-title = Votes
outcome-votes-description = The votes for each option, the most first.
outcome-grades = Middle grades
outcome-grades-description = The middle grade of each option, the best first: half of the members grade it so or better.
outcome-defeats = Worst defeats
outcome-defeats-description = How badly each option does against its worst opponent, the mildest first.
outcome-duels = Pairs won
outcome-duels-description = How many of its pairs each option wins, the most first; a tie counts half.
outcome-paths = Strongest paths
outcome-paths-description = How strong the strongest chain of wins is from the option of the row to that of the column. Whoever has the stronger one stands higher.
outcome-locked-title = How the pairs were decided
outcome-locked-description = From the clearest pair to the closest one. A pair that contradicts clearer ones is passed over.
outcome-locked = { $winner } over { $loser } ({ $strength })
outcome-passed-over = { $winner } over { $loser } ({ $strength }): passed over, since it contradicts clearer ones
outcome-passed-over-equals = { $winner } over { $loser } ({ $strength }): passed over together with others that are as clear and close a circle with it
insight-methods = The same ballots, counted otherwise
insight-first-under = { $option } comes first, alone, under { $n } of the { $of } methods below that say who is first.
insight-methods-how = Every method that can count these ballots, by its usual rules. Only the method of the round decides; the others show how much hangs on the method.
insight-budgets-how = What the other way of spending a budget would buy with the same ballots. Only the method of the round decides.
insight-method = Method
insight-first = First
insight-winners = Wins
insight-ours = decides
insight-same = the same
insight-left-out = Methods that are left out
insight-repeats = the same as { $method } here
insight-other-form = counts ballots of another form
insight-no-budget = needs a budget
insight-too-few = could count too few of these ballots
insight-too-tangled = cannot prove its result with so many options
insight-other = cannot count these ballots
insight-firmness = How firm is it?
insight-firm = The outcome is firm.
insight-likely = The outcome is likely, and not beyond chance.
insight-open = It was close: the outcome could easily have been another.
insight-tied = A tie decided, so the outcome is not firm.
insight-same-winners = The winners are the same in { $share } of { $draws } draws.
insight-same-bought = The same is bought in { $share } of { $draws } draws.
insight-same-order = The whole order is the same in { $share }.
insight-firmness-how = In each draw, as many ballots as there are were drawn from these ballots by chance, some several times and some never, and counted again. It tells how much hangs on who happened to vote, and nothing of those who never would have.
insight-places-description = For each option, how often it lands at each place, the first place darkest. The number is how often it comes first. The table below has the same figures.
insight-place-first = first place
insight-place-last = last place
insight-wins = Share of draws won
insight-wins-description = How often each option is among the winners, over all draws.
insight-bought = Share of draws bought
insight-bought-description = How often each option is bought, over all draws.
insight-margin-none = No change of ballots could bring others in: every option has a seat.
insight-margin-unknown = No change of ballots was found that would lead to another result.
insight-margin-one = It was as close as can be: one changed ballot would have been enough for another result.
insight-margin = { $least ->
    [one] { $n } ballot would have to change for another result, and less would not do.
   *[other] { $n } ballots would have to change for another result, and fewer would not do.
}
insight-margin-between = { $least ->
    [one] At least { $n } ballot would have to change for another result; { $most } would be enough.
   *[other] At least { $n } ballots would have to change for another result; { $most } would be enough.
}
insight-margin-instead = { $n ->
    [one] Then { $options } would win.
   *[other] Then these would win: { $options }.
}
insight-margin-bought = { $n ->
    [one] Then { $options } would be bought.
   *[other] Then these would be bought: { $options }.
}
outcome-otherwise = Had a tie gone the other way
insight-organisations = By organisation
insight-organisations-same = With one voice for each organisation the result is the same: { $options }.
insight-organisations-other = With one voice for each organisation the result would be another: { $options }.
insight-members-same = With one voice for each member the result is the same: { $options }.
insight-members-other = With one voice for each member the result would be another: { $options }.
insight-double-majority = { $option } has a double majority: { $n } of { $of } organisations stand behind it as well.
insight-no-double-majority = { $option } has no double majority: { $n } of { $of } organisations stand behind it.
insight-organisation = Organisation
insight-ballots = Ballots
insight-together = Smaller organisations together
insight-organisations-how = Each organisation’s voice is shared by its members who voted. The columns tell what each organisation alone would have decided.
insight-together-how = Organisations in which few voted, and those who belong to none where they are few, share one voice, so that nobody can be picked out.
insight-without = { $n ->
    [one] { $ballots } ballot came from a member of no organisation and counts among the members alone.
   *[other] { $ballots } ballots came from members of no organisation and count among the members alone.
}
## Proposals: decisions by consent

nav-proposals = Proposals
consent-what = A proposal is one text that everybody can live with, or not yet. Objections make it better: it is changed and goes another round.
consent-none = No proposals yet.
consent-round-n = Round { $n }
consent-answer = Say where you stand
consent-answered = You have said where you stand
consent-home-answer = A proposal waits for your answer.
consent-see = See what came of it
consent-see-history = See the earlier rounds
consent-open-now = Round { $n } is open now.
consent-text = The proposal
consent-options = The options
consent-zero = Leave it as it is
consent-change = What was changed
consent-diff = Word by word
consent-removed = removed:
consent-added = added:
consent-diff-end = end of it
consent-no-diff = The words are the same as in the round before.
consent-rule = When it passes
consent-rule-quorum = { $percent ->
    [0] It counts as soon as anybody takes part.
   *[other] At least { $percent } % of those on the roll must take part.
}
consent-rule-least = And at least { $n } people, so that nobody can be recognised.
consent-rule-block = { $n ->
    [0] Nobody blocks it.
    [one] At most one person blocks it.
   *[other] At most { $n } people block it.
}
consent-rule-objection = { $n ->
    [0] Nobody objects to it.
    [one] At most one person objects to it.
   *[other] At most { $n } people object to it.
}
consent-rule-veto = { $n ->
    [0] Nobody vetoes it.
    [one] At most one person vetoes it.
   *[other] At most { $n } people veto it.
}
consent-rule-fist = { $n ->
    [0] Nobody shows a fist.
    [one] At most one person shows a fist.
   *[other] At most { $n } people show a fist.
}
consent-rule-support = At least { $percent } % of those who take part support it. As support counts: { $levels }.
consent-rule-anybody = Somebody supports it. As support counts: { $levels }.
consent-rule-aside = At most { $percent } % of those who take part stand aside.
consent-rule-against = Fewer than { $percent } % of those who take part are against it.
consent-rule-each = In each organisation, at least { $support } % of those who take part support it and fewer than { $against } % are against it. Organisations of which fewer than { $k } people take part are counted together. Whether it holds is told for each of the others.
consent-rule-each-named = In each organisation, at least { $support } % of those who take part support it and fewer than { $against } % are against it.
consent-rule-systemic = The option that meets the least resistance in total passes, if it meets less than leaving everything as it is.
consent-rule-missing = An option that you do not rate counts 5 from you.
consent-shown = When it is closed, everybody sees how many took each stance, however few, and every reason as it was written, without a name. So leave out what gives you away.
consent-shown-confidential = When it is closed, everybody sees how many took each stance, however few, and every reason as it was written, without a name but with the organisation where at least { $k } of it took part.
consent-shown-named = When it is closed, everybody sees your name with your stance and your reason.
consent-shown-options = When it is closed, everybody sees how much resistance each option met, and every reason as it was written, without a name. From { $n } answers on, the ratings are also handed out, in no order and without names.
consent-shown-floor = If fewer than { $k } people take part, nothing of it is shown.
consent-where = Where do you stand?
consent-how-much = How much do you resist each option?
consent-how-much-hint = 0 is no resistance at all, 10 means you could not live with it. Rate as many as you like.
consent-not-rated = Not rated
consent-rating-0 = 0, no resistance
consent-rating-10 = 10, could not live with it
consent-reason = Why?
consent-reason-needed = Needed with: { $levels }.
consent-reason-hint = It is shown as you write it.
consent-resolved-ask = If you objected or had reservations in an earlier round: are they resolved?
consent-resolved-hint = How many give each answer is shown when the round is closed.
consent-resolved-none = I had none
consent-resolved-yes = Resolved
consent-resolved-partly = Partly resolved
consent-resolved-no = Not resolved
consent-resolutions = What those say who had objections or reservations before: resolved for { $yes }, in part for { $partly }, not resolved for { $no }.
consent-send = Send my answer
consent-wrong-choose = choose where you stand
consent-wrong-reason = say why: this stance needs a reason that others can answer
consent-wrong-long = use at most { $max } characters; these are { $is }
consent-wrong-rate = rate at least one option
consent-wrong-rating = choose a number from 0 to 10, or leave it unrated
consent-wrong-resolved = choose one of the answers
consent-saved-title = Your answer is in.
consent-changed-title = Your answer has been changed.
consent-saved = It is safely stored and will be counted when this round is closed.
consent-keep = Keep this code: write it down or take a picture. It is shown only now. With it you can see your answer, and change it or take it back while this round is open.
consent-again-title = You have answered
consent-again = Enter the code of your receipt to see or change your answer. Without it nobody can find it, not even we.
consent-again-typed = What you typed just now is kept on this page. Enter the code of your receipt to put it in place of your earlier answer.
consent-open-answer = Open my answer
consent-reason-given = Your reason

consent-level-agree = Agree
consent-level-agree-hint = I support it.
consent-level-reservations = Agree with reservations
consent-level-reservations-hint = I can live with it, and say what worries me.
consent-level-stand-aside = Stand aside
consent-level-stand-aside-hint = I cannot support it, and I do not want to stop the group.
consent-level-block = Block
consent-level-block-hint = It goes against what we stand for; it must not pass as it is.
consent-level-consent = Consent
consent-level-consent-hint = Good enough for now, safe enough to try.
consent-level-objection = Objection
consent-level-objection-hint = It would harm what we are here for, and I can say how.
consent-level-endorsement = Endorsement
consent-level-endorsement-hint = I like it.
consent-level-minor-point = Agreement with a minor point
consent-level-minor-point-hint = Basically I like it.
consent-level-with-reservations = Support with reservations
consent-level-with-reservations-hint = I can live with it.
consent-level-abstain = Abstain
consent-level-abstain-hint = This does not affect me.
consent-level-more-discussion = More discussion needed
consent-level-more-discussion-hint = I do not understand it well enough yet.
consent-level-dislike = Don’t like it, but will support it
consent-level-dislike-hint = It is not great, but I do not want to hold up the group.
consent-level-disagree = Serious disagreement
consent-level-disagree-hint = I am not on board; do not count on me.
consent-level-veto = Veto
consent-level-veto-hint = I block it.
consent-level-five = 5 fingers
consent-level-five-hint = All for it, I will help to carry it.
consent-level-four = 4 fingers
consent-level-four-hint = A good idea.
consent-level-three = 3 fingers
consent-level-three-hint = I can live with it.
consent-level-two = 2 fingers
consent-level-two-hint = I have concerns that should be talked about.
consent-level-one = 1 finger
consent-level-one-hint = I have serious concerns.
consent-level-fist = Fist
consent-level-fist-hint = No; I block it.

consent-scale-consensus = Consensus
consent-scale-consent = Consent
consent-scale-gradients = Gradients of agreement
consent-scale-fist = Fist to five
consent-scale-systemic = Systemic consensing

consent-passed = It passed.
consent-passed-reservations = { $n ->
    [one] It passed, with the reservations of one person.
   *[other] It passed, with the reservations of { $n } people.
}
consent-passed-option = It passed: { $option }
consent-blocked = { $n ->
    [one] It did not pass: one person stopped it.
   *[other] It did not pass: { $n } people stopped it.
}
consent-blocked-objection = { $n ->
    [one] It did not pass: there is one objection.
   *[other] It did not pass: there are { $n } objections.
}
consent-blocked-next = Their reasons are below. Each of them is a reason to change the proposal and go another round.
consent-not-enough = It did not pass: not enough people took part. At least { $n } had to.
consent-missed = It did not pass: it missed what the rule asks.
consent-missed-support = { $has } of { $of } support it, and { $percent } % are needed: { $short } more.
consent-missed-aside = { $has } of { $of } stand aside, and at most { $percent } % may: { $short } too many.
consent-missed-against = { $has } of { $of } are against it, and it must be fewer than { $percent } %: { $short } too many.
consent-missed-each = What is asked of each organisation does not hold.
consent-missed-anybody = Nobody supports it.
consent-tied = Undecided: these options met equally little resistance.
consent-left = It stays as it is: no option met less resistance than that.
consent-few = Fewer than { $k } people took part, so nothing is shown.
consent-rest = All other organisations together
consent-chart = Where people stand
consent-chart-description = One bar from full support on the left to a block on the right; each part is as wide as its share. The list beneath it has the same figures.
consent-chart-options = Acceptance of the options
consent-chart-options-description = The longer the bar, the less resistance the option met. The table below has the same figures.
consent-acceptance = Acceptance
consent-resistance = Resistance
consent-rated-by = Rated by
consent-stance = Stance
consent-people = People
consent-groups = By organisation
consent-group-holds = what is asked holds
consent-group-fails = what is asked does not hold
consent-organisation = Organisation
consent-took-part = Took part
consent-for = For
consent-against = Against
consent-said = What people said
consent-said-none = Nobody wrote a reason.
consent-earlier = Earlier rounds
consent-decision-link = The decision
consent-recount = Anybody can count again: download the file and run the command below.

consent-decisions = Decisions
consent-decisions-what = What was decided, how many support it, and when it is looked at again.
consent-no-decisions = No decisions yet. They are recorded when a proposal passes.
consent-decided-on = Decided on { $day }
consent-review-on = To be looked at again on { $day }.
consent-review-due = It was to be looked at again on { $day }.
consent-home-review = A decision is to be looked at again.
consent-in-force = in force
consent-replaced = replaced
consent-replaced-by = A later decision holds instead.
consent-ended = ended
consent-ended-on = Ended on { $day }.
consent-turnout = { $n } of { $of } took part.
consent-support = { $n } of { $of } support it.
consent-by-scale = How it was decided
consent-lives-on = Reservations and concerns it passed with
consent-reviews = Looked at again
consent-review-keep = kept
consent-review-amend = sent on another round
consent-review-end = ended
consent-from-proposal = The proposal and its rounds
consent-privacy = A proposal tells how many took each stance, however few, and every reason as it was written, once { $k } people took part in its round. In a named proposal everybody sees who said what.

## Taking a stance or a rating back, and the coalition's rule

consent-withdraw-how = Your stance and its reason are deleted, and you may take another while this round is open.
consent-withdrawn = You may take another stance, or none, while the round is open.
delphi-withdraw-how = Your ratings and reasons are deleted, and you may take part anew while the panel goes on.
delphi-withdraw-how-later = What you said in this round is deleted. Closed rounds have been counted and stay as they are.
delphi-withdrawn = You may rate anew while the round is open.
delphi-withdrawn-later = You may rate anew while the round is open. Closed rounds stay as they are.
consent-rules = The coalition’s rule
consent-rules-what = This is how the coalition decides, by the way people answer. A proposal may depart from it; its own rule is shown before anybody answers, and fixed when its round is opened.
consent-rules-unset = The coalition has set no rule of its own yet. What is usual on each scale holds.
consent-rules-first = our usual way
consent-asked-of-each = What is asked of each
## Boards: what follows several people at a time

board-fares-steps = It is brought up to date after several people’s votes at a time, so that it never tells how one person voted.
