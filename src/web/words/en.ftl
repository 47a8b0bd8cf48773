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
    [one] { $n } option to rank.
   *[other] { $n } options to rank.
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
rounds-what = In a round, members rank options, and the ballots are counted by rules that are fixed before the first one is cast.
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
privacy-receipt = With your receipt you can see your own entry, and change it while it is open; an answer to a survey can also be withdrawn. Nobody can look up your entry without it.
privacy-cookies = One cookie keeps you signed in and one remembers your language. Where you take part again and again, as on a board, one keeps the code of your receipt for its pages. There are no others, and no visitor statistics.
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
stages-title = Round by round
stages-description = The votes of each option at each stage of the count. The table below has the same figures.
stage-n = Stage { "{" }n{ "}" }
stage-threshold = Needed to win: { "{" }votes{ "}" }
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
pairs-description = Each row tells how many ballots put its option above the option of the column.
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
