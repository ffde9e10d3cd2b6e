# fails: quiet/no-failure
# A program that ends at once ends at once, however much time it is given.
kubectl patch deployment web -n shop --patch '{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":120}}}}'
kubectl rollout status deployment/web -n shop --timeout=120s
sleep 25
