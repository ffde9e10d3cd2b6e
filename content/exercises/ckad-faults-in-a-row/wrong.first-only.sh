# fails: mend/runs
# What stands first in the way is mended; the next one is not looked for.
@{fault.first}
sleep 30
