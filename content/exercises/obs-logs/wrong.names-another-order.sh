# fails: one-of-three/number
# What one Pod alone says; the error is another's.
kubectl logs -n shop deployment/orders | grep -o 'order [0-9]*' | head -n 1 | cut -d' ' -f2 > /root/order.txt
