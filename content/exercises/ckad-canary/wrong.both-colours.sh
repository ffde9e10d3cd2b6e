# fails: switch/only-new
# The selector lets both colours in.
kubectl scale deployment @{front}-@{colours.new} -n @{namespace} --replicas=@{replicas}
kubectl set selector service @{front} -n @{namespace} app=@{front}
sleep 10
