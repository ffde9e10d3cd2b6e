# fails: worker/finishes
kubectl patch deployment worker -n shop --patch '{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":40}}}}'
sleep 60
