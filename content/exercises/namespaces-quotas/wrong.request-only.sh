# fails: nothing-starts/runs
# The quota counts limits, and a request is none.
kubectl set resources deployment report -n audit --requests=memory=128Mi
sleep 30
