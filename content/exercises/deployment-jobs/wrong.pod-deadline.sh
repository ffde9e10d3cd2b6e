# fails: hanging/comes-back
# The deadline ends the Pod; the Job makes another, six times over.
kubectl patch cronjob backup -n vault -p '{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"activeDeadlineSeconds":60}}}}}}'
kubectl delete jobs --all -n vault
sleep 10
