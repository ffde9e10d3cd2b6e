#!/bin/sh
# Keeps the read model "balances" up to date with the list "ledger", from where it left off.
q() { redis-cli -h queue "$@"; }

while :; do
  offset=$(q GET projector:offset) || { sleep 1; continue; }
  event=$(q LINDEX ledger "${offset:-0}")
  if [ -z "$event" ]; then sleep 1; continue; fi
  set -- $event
  case $1 in
    deposited | refunded) by=$3 ;;
    withdrew) by=-$3 ;;
    *) by=0 ;;
  esac
  printf 'MULTI\nHINCRBY balances %s %s\nINCR projector:offset\nEXEC\n' "$2" "$by" | q > /dev/null
done
