#!/bin/sh
# Books payments, "ID AMOUNT" each. The bank takes three seconds for one.
q() { redis-cli -h queue "$@"; }

while :; do
  payment=$(q RPOP payments)
  if [ -z "$payment" ]; then sleep 1; continue; fi
  id=${payment% *} amount=${payment#* }
  sleep 3
  q INCRBY revenue "$amount" > /dev/null
  echo "booked $id $amount"
done
