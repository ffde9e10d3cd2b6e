# fails: budget/one-may-go, budget/drain-ends
# A budget that lets nobody go lets nobody work either.
kubectl create poddisruptionbudget front -n shop --selector=app=front --min-available=4
sleep 10
