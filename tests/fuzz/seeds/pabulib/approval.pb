META
key;value
description;Parks
budget;10.50
vote_type;approval
PROJECTS
project_id;cost;name
a;6;"Trees; and shade"
b;4.50;Seats
VOTES
voter_id;vote
1;a,b
2;b
3;
