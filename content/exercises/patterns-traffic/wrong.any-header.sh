# fails: split/beta-no
# Whoever says anything at all about beta is taken for a tester.
kubectl patch httproute prices -n shop --type=merge -p '
spec:
  rules:
    - matches:
        - headers: [{name: X-Beta, type: RegularExpression, value: ".*"}]
      backendRefs: [{name: prices-v2, port: 80}]
    - backendRefs: [{name: prices-v1, port: 80, weight: 9}, {name: prices-v2, port: 80, weight: 1}]
'
sleep 10
