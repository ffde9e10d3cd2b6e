# fails: sleeper/not-by-force
kubectl patch deployment sleeper -n shop --patch '{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":2}}}}'
sleep 60
