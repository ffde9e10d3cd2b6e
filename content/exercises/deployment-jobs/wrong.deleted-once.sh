# fails: hanging/comes-back
# The next run hangs just as the first did.
kubectl delete jobs --all -n vault
sleep 130
