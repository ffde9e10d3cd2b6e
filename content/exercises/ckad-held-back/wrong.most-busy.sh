# fails: limit/raised, limit/others
# The one that uses most of all was not at its limit.
until kubectl top pods -n @{namespace} > /dev/null 2>&1; do sleep 5; done
for name in slicer mixer washer; do
  test $name = @{tight.name} || kubectl set resources deployment $name -n @{namespace} --limits=cpu=@{limit}
done
sleep 20
