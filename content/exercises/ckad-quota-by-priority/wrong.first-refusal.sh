# fails: fit/runs
# Only what the first refusal named is mended.
@{fault.first}
sleep 40
