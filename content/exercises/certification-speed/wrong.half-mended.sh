# fails: fix/answers, fix/mode
# The Pods run, with a value of their own; nobody has asked the Service.
kubectl set env deployment/cart -n fleet MODE-
kubectl set env deployment/cart -n fleet MODE=test
kubectl rollout status deployment/cart -n fleet --timeout=120s
