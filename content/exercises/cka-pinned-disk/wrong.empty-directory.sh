# fails: mend/data
# The Pod starts, with an empty directory.
@{fault.empty}
sleep 150
