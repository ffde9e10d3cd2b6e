#!/bin/sh
# Takes one order, "ID CUSTOMER", and sees it through.
. /app/steps.sh

order=$(q RPOP new-orders)
if [ -z "$order" ]; then exit 0; fi
id=${order% *} customer=${order#* }
reserve || exit 1
charge "$customer" || exit 1
book_courier || exit 1
q SET "order:$id" done
