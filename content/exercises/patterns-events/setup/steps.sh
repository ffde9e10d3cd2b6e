# The steps of an order, and what takes each of them back. 30 is the price.
q() { redis-cli -h queue "$@"; }

reserve() { [ "$(q GET stock)" -gt 0 ] && q DECR stock > /dev/null; }
release() { q INCR stock > /dev/null; }
charge() { [ "$(q HGET accounts "$1")" -ge 30 ] && q HINCRBY accounts "$1" -30 > /dev/null; }
refund() { q HINCRBY accounts "$1" 30 > /dev/null; }
book_courier() { [ "$(q GET courier)" = open ]; }
